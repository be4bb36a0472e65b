"""Who sits on a trade's panel, and in which part (guide 4.6-2)."""

from django.db.models import Exists, OuterRef, Prefetch, Q

from accounts.models import User
from batches.models import BatchItem, BatchItemQuerySet
from candidates.models import Enrolment
from examiners.models import Examiner
from exams.models import EvaluationReport

CLAUSE = "4.6-2"


def report_of(item: BatchItem) -> EvaluationReport | None:
    """Return the item's report, or None."""
    report: EvaluationReport | None = getattr(item, "evaluation", None)
    return report


def chair_of(item: BatchItem) -> Examiner:
    """Return who writes the item's report: the leader, or whom management named in the leader's place."""
    report = report_of(item)
    return report.chair if report else item.leader


def leads(item: BatchItem, user: User) -> bool:
    """Tell whether the person writes the report: as the panel's leader, or named in the leader's place."""
    return chair_of(item).user_id == user.pk


def others(item: BatchItem) -> list[Examiner]:
    """Return whoever takes a position: the panel without its leader, and without whoever writes instead."""
    chair = chair_of(item)
    return [one for one in item.panel if one.pk not in {item.leader_id, chair.pk}]


def seat_of(item: BatchItem, user: User) -> Examiner | None:
    """Return the person's own seat among those who take a position, or None."""
    return next((one for one in others(item) if one.user_id == user.pk), None)


def own_items(user: User) -> BatchItemQuerySet:
    """Return the items on whose panel the person sits, as leader or examiner."""
    sitting = BatchItem.objects.filter(examiners__user=user).values("pk")
    items: BatchItemQuerySet = BatchItem.objects.filter(Q(leader__user=user) | Q(pk__in=sitting))
    return items


def examined_items(items: BatchItemQuerySet) -> BatchItemQuerySet:
    """Return the items that have candidates on the roster: of the others there is nothing to report."""
    sitting = Enrolment.objects.filter(batch_item=OuterRef("pk")).accepted()
    return items.filter(Exists(sitting))


def with_panels(items: BatchItemQuerySet) -> BatchItemQuerySet:
    """Join all that is named of an item, its panel and the panel's logins."""
    panel = Examiner.objects.select_related("user")
    joined = items.select_related(
        "batch__station__organisation",
        "plan_item__trade__occupation",
        "leader__user",
        "evaluation__writer__user",
    )
    return joined.prefetch_related(Prefetch("examiners", panel), "evaluation__positions")
