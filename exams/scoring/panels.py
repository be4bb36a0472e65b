"""What a batch's pages show of confirmations, and of the ways to enter and print scores."""

from dataclasses import dataclass

from accounts.models import User
from accounts.rights import Perm
from batches.models import Batch, BatchItem, BatchStatus
from batches.sections import Section, register_panel
from candidates.models import Enrolment
from exams.models import ScoreConfirmation
from exams.scoring import jobs as _jobs  # noqa: F401  its kind of job is known from here on
from exams.scoring.confirming import confirmed
from exams.selectors import WITH_ROSTER, by_item, examined, scores_of


@dataclass(frozen=True, slots=True)
class ItemScores:
    """How far a trade's scores are."""

    item: BatchItem
    people: int
    open: int
    confirmation: ScoreConfirmation | None

    @property
    def to_confirm(self) -> bool:
        """Tell whether all scores are there and nobody confirmed them."""
        return not self.open and self.confirmation is None


def item_scores(batch: Batch, people: list[Enrolment]) -> list[ItemScores]:
    """Return how far each trade with candidates is; `people` is the batch's whole roster."""
    found = confirmed(batch, people)
    return [
        ItemScores(
            item,
            len(of_item),
            sum(not scores_of(one).complete for one in of_item),
            found.get(item.pk),
        )
        for item, of_item in by_item(people)
    ]


@register_panel
def confirmations_panel(batch: Batch, user: User) -> Section | None:
    """Show per trade whether its scores are complete and confirmed, with the ways to them."""
    if batch.status not in WITH_ROSTER or not user.has_right(Perm.SCORE_VIEW):
        return None
    entering = batch.status == BatchStatus.ROSTER_SUBMITTED
    return "exams/scoring/_panel.html", {
        "trades": item_scores(batch, list(examined(batch))),
        "may_enter": entering and user.has_right(Perm.SCORE_EDIT),
        "may_confirm": entering and user.has_right(Perm.SCORE_CONFIRM),
    }
