"""What a batch's page and an examiner's own page show of evaluation reports."""

from accounts.models import User
from accounts.rights import Perm
from batches.models import Batch
from batches.sections import Section, register_panel
from examiners.models import Examiner
from examiners.panels import register_panel as register_for_examiners
from exams.evaluation.panel import examined_items, with_panels
from exams.evaluation.selectors import unsettled_of
from exams.evaluation.work import items_for, work_on
from exams.selectors import WITH_ROSTER
from ostami import clock

SHOWN = 5


@register_panel
def evaluation_panel(batch: Batch, user: User) -> Section | None:
    """Show from the exam day on how far each trade's report is, what is missing and who must act."""
    held = batch.status in WITH_ROSTER and clock.today() >= batch.exam_date
    if not held or not user.has_right(Perm.EVALUATION_VIEW):
        return None
    rows = [
        {"work": work_on(item, user), "missing": unsettled_of(item)}
        for item in with_panels(examined_items(batch.items.order_by("pk")))
    ]
    return ("exams/evaluation/_panel.html", {"rows": rows}) if rows else None


@register_for_examiners
def own_reports(examiner: Examiner, user: User) -> Section | None:
    """Show an examiner on the own page which reports wait for the own act."""
    if examiner.user_id != user.pk or not user.has_right(Perm.EVALUATION_VIEW):
        return None
    found = [work_on(item, user) for item in items_for(user).exclude(evaluation__status="settled")]
    waiting = [work for work in found if work.act]
    return "exams/evaluation/_own.html", {"waiting": waiting[:SHOWN], "more": len(waiting) - SHOWN}
