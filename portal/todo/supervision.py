"""What waits because batches are supervised: drawing, sending, going."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Count, Min
from django.urls import reverse

from accounts.models import User
from exams.models import SupervisionAssignment
from exams.supervised import SupervisionState, ahead
from ostami import clock
from portal.todo.exam_day import supervision_reports_todo
from portal.todo.items import Due, Todo

# How long before the exam management is asked to draw, and to send whoever was drawn.
SOON = timedelta(days=30)
URGENT = timedelta(days=7)
LABELS = {SupervisionState.NOT_DRAWN: "抽取督考批次", SupervisionState.DRAWN: "选派督导员"}


def dispatching_todo(user: User, now: datetime) -> Iterator[Todo]:
    """Yield the batches of 80 and more people to draw from, and the drawn ones to send a supervisor to."""
    today = clock.day_of(now)
    near = ahead(user, at=now).filter(supervision__in=LABELS, exam_date__lte=today + SOON)
    counted = near.order_by().values_list("supervision").annotate(Count("pk"), Min("exam_date"))
    found = {state: (count, first) for state, count, first in counted}
    for state, label in LABELS.items():
        if state in found:
            count, first = found[state]
            due = Due(f"{SOON.days} 天内考试，最早一批 {first}", urgent=first - today <= URGENT)
            yield Todo(label, count, f"{reverse('exams:supervision')}?state={state}", due)


def supervisor_todo(user: User, now: datetime) -> Iterator[Todo]:
    """Yield the exams to report on, then those ahead that the supervisor is sent to, the next one first."""
    yield from supervision_reports_todo(user, now)
    today = clock.day_of(now)
    sent = SupervisionAssignment.objects.visible_to(user).live().filter(batch__exam_date__gte=today)
    for one in sent.select_related("batch__station__organisation").order_by("batch__exam_date", "pk"):
        batch = one.batch
        due = Due(f"考试日期 {batch.exam_date}", urgent=batch.exam_date - today <= URGENT)
        yield Todo(f"现场督考：{batch.station}（{batch}）", 1, reverse("examiners:supervision"), due)
