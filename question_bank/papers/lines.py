"""Where each paper of a batch stands, and what is to be done next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import models

from accounts.models import User
from accounts.rights import Role
from batches.models import Batch, BatchItem
from question_bank.models import Paper, PaperStatus, PaperUse
from question_bank.models.papers import NOT_HELD
from question_bank.paper_kinds import PaperKind
from question_bank.papers.using import fits
from question_bank.selectors.paper_uses import uses_of


class Standing(models.TextChoices):
    """What is next for a paper of a batch."""

    NONE = "none", "未选用"
    UNFIT = "unfit", "与工种等级不符，须更换"
    WITHDRAWN = "withdrawn", "已撤回，须更换"
    OPEN = "open", "待提交复核"
    SUBMITTED = "submitted", "待复核"
    CHECKED = "checked", "待封存"
    READY = "ready", "已封存"


BY_STATUS = {
    PaperStatus.DRAFT: Standing.OPEN,
    PaperStatus.RETURNED: Standing.OPEN,
    PaperStatus.SUBMITTED: Standing.SUBMITTED,
    PaperStatus.CHECKED: Standing.CHECKED,
    PaperStatus.SEALED: Standing.READY,
    PaperStatus.WITHDRAWN: Standing.WITHDRAWN,
}
COLOURS = {
    Standing.NONE: "secondary",
    Standing.UNFIT: "danger",
    Standing.WITHDRAWN: "danger",
    Standing.READY: "success",
}
UNDER_WAY_COLOUR = "warning"


@dataclass(frozen=True, slots=True)
class PaperLine:
    """The paper of one kind of a batch's item.

    Attributes:
        item: the trade and level.
        kind: theory or practical.
        use: the paper that was put to it, if there is one, with `is_signed`.
        readable: whether the person who looks may open the paper's page.
    """

    item: BatchItem
    kind: PaperKind
    use: PaperUse | None
    readable: bool = False

    @property
    def paper(self) -> Paper | None:
        """The paper, if there is one."""
        return self.use.paper if self.use else None

    @property
    def standing(self) -> Standing:
        """What is next."""
        if self.paper is None:
            return Standing.NONE
        if not fits(self.paper, self.item, self.kind):
            return Standing.UNFIT
        return BY_STATUS[PaperStatus(self.paper.status)]

    @property
    def colour(self) -> str:
        """The colour of what is next."""
        return COLOURS.get(self.standing, UNDER_WAY_COLOUR)

    @property
    def is_ready(self) -> bool:
        """Tell whether the paper can be signed for once its time has come."""
        return self.standing is Standing.READY and self.other_day is None

    @property
    def is_fixed(self) -> bool:
        """Tell whether somebody signed for the paper, which stays then unless it is withdrawn."""
        signed = bool(getattr(self.use, "is_signed", False))
        return signed and self.standing is not Standing.WITHDRAWN

    @property
    def other_day(self) -> date | None:
        """Another day for which the paper is meant, since an exam's date was changed after it was chosen."""
        return next(self._other_days(), None)

    def _other_days(self) -> Iterator[date]:
        for use in self.paper.uses.all() if self.paper else ():
            batch = use.item.batch
            held = batch.status not in NOT_HELD or getattr(use, "is_signed", False)
            if held and batch.exam_date != self.item.batch.exam_date:
                yield batch.exam_date


def paper_lines(batch: Batch, user: User) -> list[PaperLine]:
    """Return a line for each item of a batch and each kind of paper; three queries."""
    uses = uses_of(batch)
    lines = []
    for item in batch.items.select_related("plan_item__trade__occupation"):
        item.batch = batch
        for kind in PaperKind:
            use = uses.get((item.pk, kind))
            lines.append(PaperLine(item, kind, use, readable=use is not None and may_open(use.paper, user)))
    return lines


def may_open(paper: Paper, user: User) -> bool:
    """Tell whether a person may open a paper's page; as `Paper.objects.visible_to`, without a query."""
    own = paper.owner_id == user.organisation_id
    return own or user.role == Role.CENTRE or paper.owner.parent_id == user.organisation_id
