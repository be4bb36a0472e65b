"""Whose signature counts, and which papers wait for one."""

from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, QuerySet

from accounts.models import User
from accounts.rights import Perm
from batches.models import BatchStatus
from exams.models import PaperKeeper, PaperReceipt
from ostami import clock, policy
from question_bank.models import PaperStatus, PaperUse

# The roster is in and the results aren't settled: who sits the exam is known (guide 4.5.1-2).
RELEASING = (BatchStatus.ROSTER_SUBMITTED, BatchStatus.RESULTS_SUBMITTED)
JOINED = ("paper", "item__plan_item__trade__occupation", "item__batch__station__organisation")


def counts(receipt: PaperReceipt, use: PaperUse) -> bool:
    """Tell whether a receipt holds: for a paper that is still used, and for the exam's present date."""
    return use.ended_at is None and receipt.exam_date == use.item.batch.exam_date


def receipt_of(use: PaperUse, user: User) -> PaperReceipt | None:
    """Return the receipt by which a person may download the paper, or None."""
    if use.ended_at is not None:
        return None
    return use.receipts.filter(signed_by=user, exam_date=use.item.batch.exam_date).first()


def uses_to_sign(user: User, at: datetime) -> QuerySet[PaperUse]:
    """Return what a named person may sign for at the instant `at` and hasn't, the next exam first."""
    if not user.has_right(Perm.PAPER_SIGN):
        return PaperUse.objects.none()
    day = clock.day_of(at)
    signed = PaperReceipt.objects.filter(
        use=OuterRef("pk"),
        signed_by=user,
        exam_date=OuterRef("item__batch__exam_date"),
    )
    kept = PaperKeeper.objects.filter(user=user, station__organisation=user.organisation_id).values("station")
    # `paper_window` turned round: the exam days whose window the day lies in.
    within = (day, day + timedelta(days=policy.PAPER_LEAD_DAYS))
    uses = (
        PaperUse.objects.visible_to(user)
        .standing()
        .filter(
            ~Exists(signed),
            item__batch__station__in=kept,
            item__batch__status__in=RELEASING,
            item__batch__exam_date__range=within,
            paper__status=PaperStatus.SEALED,
            paper__trade=F("item__plan_item__trade"),
            paper__level=F("item__plan_item__level"),
        )
    )
    return uses.select_related(*JOINED).order_by("item__batch__exam_date", "pk")
