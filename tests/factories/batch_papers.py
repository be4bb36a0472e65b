"""A batch that papers are put to, and papers for it, made without printing."""

from typing import Any

from accounts.models import User
from batches.models import BatchItem
from exams.models import PaperReceipt
from ostami import clock
from question_bank.models import Paper, PaperStatus, PaperUse
from question_bank.paper_kinds import PaperKind, PaperSource
from scope_catalog.models import Trade
from stations.models import Station
from tests.factories import exam


def item_of(station: Station, management: User, trade: Trade, **facts: Any) -> BatchItem:
    """The item of a batch that is open for enrolment."""
    plan = station.plans.first() or exam.approved_plan(station, management, {"trade": trade})
    planned = plan.items.free().filter(trade=trade).first() or exam.plan_item(plan, trade=trade)
    return exam.approved_batch(station, management, planned, **facts).items.get()


def paper(author: User, item: BatchItem, **changed: Any) -> Paper:
    """A paper of the item's trade and level that a person of its owner wrote."""
    facts = {
        "owner": author.organisation,
        "trade": item.trade,
        "level": item.level,
        "kind": PaperKind.THEORY,
        "source": PaperSource.UPLOADED,
        "minutes": 90,
        "status": PaperStatus.SEALED,
        "written_by": author,
        "written_at": clock.now(),
    }
    return Paper.objects.create(**{**facts, **changed})


def signed(use: PaperUse, by: User) -> PaperReceipt:
    """Sign for a paper."""
    exam_date = use.item.batch.exam_date
    return PaperReceipt.objects.create(use=use, signed_by=by, signed_at=clock.now(), exam_date=exam_date)
