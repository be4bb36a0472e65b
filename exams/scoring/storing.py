"""Writing changed scores, many at once, each with its line in the audit chain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from candidates.models import Enrolment
from exams.models import Result
from exams.scores import Scores
from workflow import audit

STORED = ("theory", "practical", "theory_absent", "practical_absent", "grade", "recorded_by", "recorded_at")
STORED_AT_ONCE = 1000
# What the history calls a score that somebody entered, and an absence that follows from the attendance.
SCORE, ABSENCE = "score", "absence"


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """One candidate's scores as stored and as they are to be."""

    enrolment: Enrolment
    before: Scores
    after: Scores

    @property
    def is_first(self) -> bool:
        """Tell whether nothing was ever stored of the candidate."""
        return not hasattr(self.enrolment, "result")

    @property
    def words(self) -> dict[str, tuple[str, str]]:
        """What changes, as the history tells it."""
        pairs = {
            "理论成绩": (self.before.theory_words, self.after.theory_words),
            "实操成绩": (self.before.practical_words, self.after.practical_words),
            "评定成绩": (self.before.outcome, self.after.outcome),
        }
        return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def store_changes(
    changes: Sequence[ScoreChange], *, actor: User, at: datetime, reason: str = "", action: str = SCORE
) -> list[Result]:
    """Store changed scores with the grades that they give, and record each.

    The caller holds the batch's lock, and has seen to it that nothing speaks against them.

    Args:
        changes: whose, of one batch, each candidate once.
        actor: who enters them.
        at: the instant of the act.
        reason: why, in the person's own words.
        action: what the history calls it.

    Raises:
        ValidationError: a score is out of range or off the step.
    """
    first = {change.enrolment.pk for change in changes if change.is_first}
    made = [_result(change, actor, at) for change in changes]
    stored = Result.objects.bulk_create(
        made,
        batch_size=STORED_AT_ONCE,
        update_conflicts=True,
        unique_fields=["enrolment"],
        update_fields=STORED,
    )
    known = {change.enrolment.pk: change for change in changes}
    audit.record_all(
        stored,
        action=action,
        sentence=lambda result: f"{'登记' if result.enrolment_id in first else '更正'}了{result}",
        actor=actor,
        at=at,
        changes=lambda result: known[result.enrolment_id].words,
        reason=reason.strip(),
    )
    return stored


def _result(change: ScoreChange, actor: User, at: datetime) -> Result:
    after = change.after
    result = Result(
        enrolment=change.enrolment,
        theory=after.theory,
        practical=after.practical,
        theory_absent=after.theory_absent,
        practical_absent=after.practical_absent,
        recorded_by=actor,
        recorded_at=at,
    )
    result.clean_fields(exclude=["enrolment", "recorded_by"])
    result.grade = after.grade or ""
    return result
