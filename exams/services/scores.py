"""Entering scores."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.http import Http404

from accounts.models import User
from accounts.rights import Perm
from batches.models import Batch
from candidates.models import Enrolment
from exams.guards import scores_open
from exams.held import held_batch
from exams.models import Result
from exams.scores import Scores
from exams.scoring.confirming import confirmed
from exams.scoring.papers import papers_of, refusals, with_carried
from exams.scoring.storing import ScoreChange, store_changes
from exams.selectors import scores_of, whole_roster
from ostami.problems import Problem, refuse_if


@dataclass(frozen=True, slots=True)
class ScoreEntry:
    """One row of a score grid.

    Attributes:
        enrolment_id: whose.
        scores: as entered.
        seen: the `token` of the scores that the row showed before; None where nobody looked.
    """

    enrolment_id: int
    scores: Scores
    seen: str | None = None

    @property
    def touched(self) -> bool:
        """Tell whether the row says something else than it showed."""
        return self.seen is None or self.scores.token != self.seen


def overtaken(entry: ScoreEntry, enrolment: Enrolment) -> Problem | None:
    """Return the problem that somebody else changed a row in the meantime, or None."""
    stored = scores_of(enrolment)
    if not entry.touched or entry.seen in {None, stored.token} or entry.scores.token == stored.token:
        return None
    theory, practical = stored.theory_words or "未填", stored.practical_words or "未填"
    return Problem(
        f"{enrolment.candidate.name}的成绩已由他人改为理论 {theory}、实操 {practical}",
        remedy="请核对；如仍以本行所填为准，请再次保存",
        field=f"theory_{enrolment.pk}",
    )


@transaction.atomic
def record_scores(
    *,
    batch: Batch,
    actor: User,
    entries: Iterable[ScoreEntry],
    at: datetime,
    reason: str = "",
    by_marks: bool = False,
) -> list[Result]:
    """Store the rows of a score grid that say something new: all of them or none (guide 4.6-1).

    The batch is locked, so that the results can't be handed in between. Each changed candidate is recorded
    with old and new scores. A score that a make-up candidate carries is stored with the other paper's.

    Args:
        batch: whose roster.
        actor: who enters; of the batch's station.
        entries: the grid's rows.
        at: when the request arrived.
        reason: why scores are corrected that a second person had confirmed.
        by_marks: whether the practical scores are the means of examiners' marks.

    Returns:
        The results that changed, in the order of the entries.

    Raises:
        Http404: the batch isn't in the actor's scope, or a candidate isn't on its roster.
        PermissionDenied: the actor's role enters no scores.
        BlockedError: it isn't the time for scores; somebody else changed a row in the meantime; the
            attendance, a carried score or marks speak against a score; or confirmed ones change unreasoned.
        ValidationError: a score is out of range or off the step; the form says so first.
    """
    locked = held_batch(batch, actor=actor, right=Perm.SCORE_EDIT)
    refuse_if(scores_open(locked, at=at))
    roster = {enrolment.pk: enrolment for enrolment in whole_roster(locked)}
    touched = [entry for entry in entries if entry.touched]
    if any(entry.enrolment_id not in roster for entry in touched):
        raise Http404
    refuse_if(_overtaken(touched, roster))
    changes = _changes(touched, roster, by_marks=by_marks)
    refuse_if(unreasoned(locked, list(roster.values()), [one.enrolment for one in changes], reason))
    return store_changes(changes, actor=actor, at=at, reason=reason)


def _overtaken(entries: list[ScoreEntry], roster: dict[int, Enrolment]) -> Iterator[Problem]:
    for entry in entries:
        if problem := overtaken(entry, roster[entry.enrolment_id]):
            yield problem


def _changes(entries: list[ScoreEntry], roster: dict[int, Enrolment], *, by_marks: bool) -> list[ScoreChange]:
    """Return what the entries change, once nothing speaks against it."""
    papers = papers_of(roster.values())
    changes: list[ScoreChange] = []
    problems: list[Problem] = []
    for entry in entries:
        enrolment = roster[entry.enrolment_id]
        before, known = scores_of(enrolment), papers[enrolment.pk]
        after = with_carried(entry.scores, known)
        if after.token != before.token:
            problems += refusals(enrolment, before, after, known, by_marks=by_marks)
            changes.append(ScoreChange(enrolment, before, after))
    refuse_if(problems)
    return changes


def unreasoned(
    batch: Batch, people: Sequence[Enrolment], changed: Iterable[Enrolment], reason: str
) -> Iterator[Problem]:
    """Scores that a second person confirmed are corrected only with a reason, which the history keeps.

    Args:
        batch: whose scores.
        people: its roster, or of it all of the trades that change.
        changed: whose scores or marks change.
        reason: as given.
    """
    items = {one.batch_item_id for one in changed}
    standing = confirmed(batch, people) if items and not reason.strip() else {}
    for pk in sorted(items & standing.keys()):
        confirmation = standing[pk]
        yield Problem(
            f"{confirmation.item}的成绩已由{confirmation.confirmed_by}复核",
            remedy="如需更正，请填写更正理由；更正后须重新复核",
            field="reason",
        )
