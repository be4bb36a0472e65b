"""Which papers a batch's trade and level can be given, and which it has."""

from typing import TypeVar

from django.db.models import Model, Prefetch, QuerySet

from accounts.models import User
from batches.models import Batch, BatchItem
from question_bank.models import Paper, PaperUse
from question_bank.models.papers import PaperQuerySet, PaperUseQuerySet
from question_bank.paper_kinds import PaperKind
from question_bank.papers.using import held_uses, offered_to, signed

M = TypeVar("M", bound=Model)


def own_of_subject(rows: QuerySet[M], item: BatchItem, actor: User) -> QuerySet[M]:
    """Return the rows of the actor's own bank, such as blueprints, for an item's trade and level."""
    subject = {"trade": item.plan_item.trade_id, "level": item.plan_item.level}
    return rows.filter(owner=actor.organisation_id, **subject)


def usable_papers(item: BatchItem, kind: PaperKind, actor: User) -> PaperQuerySet:
    """Return the papers that an actor may put to an item, newest first; those withdrawn or used up aren't."""
    subject = {"trade": item.plan_item.trade_id, "level": item.plan_item.level, "kind": kind}
    elsewhere = held_uses().exclude(item__batch__exam_date=item.batch.exam_date)
    rows = Paper.objects.filter(offered_to(item.batch, actor), **subject).live()
    free = rows.exclude(pk__in=elsewhere.order_by().values("paper"))
    return free.select_related("owner", "trade__occupation").order_by("-pk")


def standing_use(item: BatchItem, kind: PaperKind) -> PaperUse | None:
    """Return the use of an item and kind, if a paper was put to it."""
    found: PaperUse | None = shown_uses().filter(item=item, kind=kind).first()
    return found


def uses_of(batch: Batch) -> dict[tuple[int, str], PaperUse]:
    """Return the uses of a batch by the keys of their items, and kind."""
    return {(use.item_id, use.kind): use for use in shown_uses().filter(item__batch=batch).order_by("pk")}


def shown_uses() -> PaperUseQuerySet:
    """Return the standing uses with what pages tell of them; `is_signed` says whether somebody signed."""
    days = PaperUse.objects.select_related("item__batch").annotate(is_signed=signed()).order_by("pk")
    joined = PaperUse.objects.standing().select_related(
        "paper__trade__occupation", "paper__owner", "used_by__staff_member"
    )
    return joined.annotate(is_signed=signed()).prefetch_related(Prefetch("paper__uses", days))
