"""What a batch's page shows of its papers once they can be signed for."""

from dataclasses import dataclass

from django.db.models import Count

from accounts.models import User
from accounts.rights import Perm
from batches.models import Batch, BatchStatus
from batches.sections import Section
from exams.models import PaperReceipt
from exams.papers.keepers import keepers_of
from exams.papers.signing import RELEASING, counts
from exams.papers.windows import signing_window
from exams.selectors import WITH_ROSTER
from ostami import clock
from question_bank.models import PaperUse
from stations.staffing import keeps_staff

SHOWN = (*WITH_ROSTER, BatchStatus.CANCELLED)


@dataclass(frozen=True, slots=True)
class UseRow:
    """A paper of the batch: who signed for it as things stand, and whether somebody did before that."""

    use: PaperUse
    copies: int
    receipts: list[PaperReceipt]
    signed_before: bool


def receipts_panel(batch: Batch, user: User) -> Section | None:
    """Show of each paper who signed for it and how often it was downloaded, with the way to its page."""
    if batch.status not in SHOWN or not user.has_right(Perm.PAPER_COPIES):
        return None
    rows = [_row(use, batch) for use in _uses(batch)]
    if not rows:
        return None
    window, now = signing_window(batch.exam_date), clock.now()
    releasing = batch.status in RELEASING
    facts = {
        "rows": rows,
        "window": window,
        "left": window.left(now),
        "signs": releasing and user.has_right(Perm.PAPER_SIGN),
        "nobody_named": releasing and not keepers_of(batch.station).exists(),
        "may_name": keeps_staff(batch.station, user),
    }
    return "exams/papers/_panel.html", facts


def _uses(batch: Batch) -> list[PaperUse]:
    uses = PaperUse.objects.filter(item__batch=batch).select_related(
        "paper", "item__plan_item__trade__occupation"
    )
    uses = uses.annotate(handed_out=Count("copies")).prefetch_related("receipts__signed_by")
    return list(uses.order_by("item", "-kind"))


def _row(use: PaperUse, batch: Batch) -> UseRow:
    use.item.batch = batch
    holding = [receipt for receipt in use.receipts.all() if counts(receipt, use)]
    before = use.ended_at is None and len(holding) < len(use.receipts.all())
    return UseRow(use, use.handed_out, holding, before)  # type: ignore[attr-defined]  # annotated
