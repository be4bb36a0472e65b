"""The batches that an examiner sat on, for the examiner's page."""

from django.db.models import Q

from accounts.models import User
from batches.models import BatchItem, BatchItemQuerySet
from batches.panels.rotation import NOT_HELD
from examiners.models import Examiner
from examiners.panels import register_panel
from workflow.sections import Section

SHOWN = 20


def items_of(examiner: Examiner, user: User) -> BatchItemQuerySet:
    """Return the items of the batches handed in on whose panel the examiner is, the latest exam first.

    Whoever sees the batch sees them, and so does the examiner.
    """
    items = BatchItem.objects.all() if examiner.user_id == user.pk else BatchItem.objects.visible_to(user)
    on_panel = Q(leader=examiner) | Q(pk__in=examiner.batch_items.values("pk"))
    held = items.filter(on_panel).exclude(batch__status__in=NOT_HELD)
    joined = held.select_related("batch__station__organisation", "plan_item__trade__occupation", "leader")
    return joined.prefetch_related("examiners").order_by("-batch__exam_date", "-batch__pk", "pk")


@register_panel
def panel_work(examiner: Examiner, user: User) -> Section:
    """Return the latest batches with the position taken on each."""
    items = items_of(examiner, user)
    return "batches/examiner_panel.html", {"items": items[:SHOWN], "total": items.count(), "shown": SHOWN}
