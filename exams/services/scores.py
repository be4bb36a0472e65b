"""Entering scores."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from accounts.models import User
from accounts.rights import Perm, Role, refusal
from batches.models import Batch
from candidates.models import Enrolment
from exams.guards import scores_open
from exams.models import Result
from exams.scores import Scores
from exams.selectors import examined, scores_of
from ostami.problems import Problem, refuse_if
from workflow import audit


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
def record_scores(*, batch: Batch, actor: User, entries: Iterable[ScoreEntry], at: datetime) -> list[Result]:
    """Store the rows of a score grid that say something new: all of them or none (guide 4.6-1).

    The batch is locked, so that the results can't be handed in between. Each changed candidate is recorded
    with old and new scores.

    Args:
        batch: whose roster.
        actor: who enters; of the batch's station.
        entries: the grid's rows.
        at: when the request arrived.

    Returns:
        The results that changed, in the order of the entries.

    Raises:
        Http404: the batch isn't in the actor's scope, or a candidate isn't on its roster.
        PermissionDenied: the actor's role enters no scores.
        BlockedError: it isn't the time for scores, or somebody else changed a row in the meantime.
        ValidationError: a score is out of range or off the step; the form says so first.
    """
    locked = _locked(batch, actor)
    refuse_if(scores_open(locked, at=at))
    roster = {enrolment.pk: enrolment for enrolment in examined(locked)}
    touched = [entry for entry in entries if entry.touched]
    if any(entry.enrolment_id not in roster for entry in touched):
        raise Http404
    refuse_if(_overtaken(touched, roster))
    return [
        _store(roster[entry.enrolment_id], entry.scores, actor, at)
        for entry in touched
        if entry.scores.token != scores_of(roster[entry.enrolment_id]).token
    ]


def _locked(batch: Batch, actor: User) -> Batch:
    found: Batch | None = Batch.objects.select_for_update(no_key=True).filter(pk=batch.pk).first()
    if found is None or not Batch.objects.visible_to(actor).filter(pk=batch.pk).exists():
        raise Http404
    if not actor.has_right(Perm.SCORE_EDIT):
        raise PermissionDenied(refusal(Perm.SCORE_EDIT, role=Role(actor.role)))
    return found


def _overtaken(entries: list[ScoreEntry], roster: dict[int, Enrolment]) -> Iterator[Problem]:
    for entry in entries:
        if problem := overtaken(entry, roster[entry.enrolment_id]):
            yield problem


def _store(enrolment: Enrolment, scores: Scores, actor: User, at: datetime) -> Result:
    before = scores_of(enrolment)
    result: Result = getattr(enrolment, "result", None) or Result(enrolment=enrolment)
    result.theory, result.practical = scores.theory, scores.practical
    result.theory_absent, result.practical_absent = scores.theory_absent, scores.practical_absent
    result.recorded_by, result.recorded_at = actor, at
    sentence = f"更正了{result}" if result.pk else f"登记了{result}"
    result.clean_fields(exclude=["enrolment", "recorded_by"])
    result.save()
    audit.record(
        result, action="score", sentence=sentence, actor=actor, at=at, changes=_changes(before, scores)
    )
    return result


def _changes(before: Scores, after: Scores) -> dict[str, tuple[str, str]]:
    pairs = {
        "理论成绩": (before.theory_words, after.theory_words),
        "实操成绩": (before.practical_words, after.practical_words),
        "评定成绩": (before.outcome, after.outcome),
    }
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
