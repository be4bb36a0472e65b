"""What waits because batches are supervised: drawing, sending, going."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Count, Min
from django.urls import reverse

from accounts.models import User
from exams.forms.supervision import WITHIN
from exams.models import SupervisionAssignment
from exams.supervised import NEAR, SupervisionState, ahead
from ostami import clock
from portal.todo.exam_day import supervision_reports_todo
from portal.todo.items import Due, Todo

URGENT = timedelta(days=7)
LABELS = {SupervisionState.NOT_DRAWN: "抽取督考批次", SupervisionState.DRAWN: "选派督导员"}


def dispatching_todo(user: User, now: datetime) -> Iterator[Todo]:
    """Yield the batches of 80 and more people to draw from, and the drawn ones to send a supervisor to."""
    today = clock.day_of(now)
    near = ahead(user, at=now).filter(supervision__in=LABELS, exam_date__lte=today + NEAR)
    counted = near.order_by().values_list("supervision").annotate(Count("pk"), Min("exam_date"))
    found = {state: (count, first) for state, count, first in counted}
    for state, label in LABELS.items():
        if state in found:
            count, first = found[state]
            words = f"{NEAR.days} 天内考试，最早一批 {first}"
            due = Due(words, urgent=first - today <= URGENT, on=first)
            address = f"{reverse('exams:supervision')}?state={state}&month={WITHIN}"
            yield Todo(label, count, address, due)


def supervisor_todo(user: User, now: datetime) -> Iterator[Todo]:
    """Yield the exams to report on, then those ahead that the supervisor is sent to, the next one first."""
    yield from supervision_reports_todo(user, now)
    today = clock.day_of(now)
    sent = SupervisionAssignment.objects.visible_to(user).live().filter(batch__exam_date__gte=today)
    for one in sent.select_related("batch__station__organisation").order_by("batch__exam_date", "pk"):
        batch = one.batch
        day = batch.exam_date
        due = Due(f"考试日期 {day}", urgent=day - today <= URGENT, on=day)
        yield Todo(f"现场督考：{batch.station}（{batch}）", 1, reverse("examiners:supervision"), due)
