"""What the page of a batch's paper shows, by who looks."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from accounts.rights import Perm
from exams.models import PaperCopy, PaperReceipt, PaperSize
from exams.papers.copies import sizes_of
from exams.papers.keepers import keepers_of
from exams.papers.release import download_problems, not_named, release_problems
from exams.papers.signing import counts, receipt_of
from exams.papers.windows import Window, part_window, signing_window
from ostami.problems import Problem
from question_bank.models import PaperUse, SealedPart


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part of the paper: when it can be had, in which sizes, and why not by then."""

    part: SealedPart
    window: Window
    left: str
    sizes: list[PaperSize]
    problems: list[Problem]


@dataclass(frozen=True, slots=True)
class UsePage:
    """The page's facts.

    Attributes:
        signs: whether the person is one who may sign at all; others read only.
        receipt: the person's own receipt that holds.
        problems: why the person can't sign; empty for who signed or only reads.
        parts: for who signed, what there is to download.
        receipts: all receipts, each with whether it still holds.
    """

    ended: bool
    window: Window
    left: str
    keepers: list[User]
    signs: bool
    receipt: PaperReceipt | None
    problems: list[Problem]
    parts: list[PartRow]
    receipts: list[tuple[PaperReceipt, bool]]
    copies: list[PaperCopy]

    @property
    def may_sign(self) -> bool:
        """Tell whether the form for signing is shown."""
        return self.signs and self.receipt is None and not self.problems

    @property
    def signed_before(self) -> bool:
        """Tell whether somebody signed under an earlier date."""
        return any(not holds for _, holds in self.receipts) and not self.ended


def use_page(use: PaperUse, user: User, *, at: datetime) -> UsePage:
    """Return what the page shows to a person at the instant `at`."""
    window = signing_window(use.item.batch.exam_date)
    signs = user.has_right(Perm.PAPER_SIGN)
    receipt = receipt_of(use, user) if signs else None
    receipts = use.receipts.select_related("signed_by__staff_member").order_by("pk")
    return UsePage(
        ended=use.ended_at is not None,
        window=window,
        left=window.left(at),
        keepers=list(keepers_of(use.item.batch.station)),
        signs=signs,
        receipt=receipt,
        problems=_problems(use, user, at, receipt) if signs else [],
        parts=_parts(use, user, at) if receipt else [],
        receipts=[(one, counts(one, use)) for one in receipts],
        copies=list(use.copies.select_related("person__staff_member")),
    )


def _problems(use: PaperUse, user: User, at: datetime, receipt: PaperReceipt | None) -> list[Problem]:
    if receipt is not None:
        return list(not_named(use, user))
    return list(release_problems(use, user, at))


def _parts(use: PaperUse, user: User, at: datetime) -> list[PartRow]:
    exam_date = use.item.batch.exam_date
    rows = []
    for part in use.paper.parts.all():
        window = part_window(part.part, exam_date)
        problems = list(download_problems(use, user, at, part=part.part))
        rows.append(PartRow(part, window, window.left(at), sizes_of(part), problems))
    return rows
