"""Results of a training: entered in the page's grid or imported from a table."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from examiners.models import ExaminerApplicationStatus, Training, TrainingEntry, TrainingResult
from examiners.rules.training import results_not_due
from examiners.services.training_mail import tell_results
from examiners.services.trainings import locked_training, require_manager
from ostami import clock
from ostami.problems import Problem, refuse_if
from workflow import audit

SCORE_MOST = Decimal(100)
GONE = Problem("有人员已撤销报名，名单有变化", remedy="请刷新页面，或重新下载模板后再登记")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is told of one person.

    Attributes:
        entry_id: whose entry.
        result: a `TrainingResult`.
        score: 0 to 100 with one decimal place, or None where none was given.
        seen: the `token` of what the row showed before; None where nobody looked.
    """

    entry_id: int
    result: str
    score: Decimal | None = None
    seen: str | None = None

    @property
    def token(self) -> str:
        """One word for the result and the score: equal for equal ones, however they were typed."""
        return _token(self.result, self.score)

    @property
    def touched(self) -> bool:
        """Tell whether the row says something else than it showed."""
        return self.seen is None or self.token != self.seen


def token_of(entry: TrainingEntry) -> str:
    """Return the stored outcome as one word, for `Outcome.seen`."""
    return _token(entry.result, entry.score)


def score_in_words(score: Decimal | None) -> str:
    """Return a score as people write it: 85, 85.5, or nothing."""
    return f"{score.normalize():f}" if score is not None else ""


@transaction.atomic
def record_results(
    *, training: Training, outcomes: Iterable[Outcome], actor: User, at: datetime
) -> list[TrainingEntry]:
    """Store the outcomes that say something new, all of them or none, and tell the stations by mail.

    Each is recorded with the person's application; the training's history tells how many there were.

    Returns:
        The entries that changed.

    Raises:
        Http404: the training isn't in the actor's scope.
        PermissionDenied: the actor holds no trainings.
        BlockedError: the training is over or has yet to begin, an outcome contradicts itself, an approval
            rests on the result, or somebody else changed a row in the meantime; every reason at once.
    """
    require_manager(actor)
    row = locked_training(training, actor)
    refuse_if(results_not_due(row, at=at))
    entries = {entry.pk: entry for entry in _locked_entries(row)}
    told = [outcome for outcome in outcomes if outcome.touched]
    if any(outcome.entry_id not in entries for outcome in told):
        refuse_if([GONE])
    refuse_if(_all_problems(told, entries))
    new = {one.entry_id: one for one in told if one.token != token_of(entries[one.entry_id])}
    if new:
        # The training's own line comes first: it holds the chain on which two imports wait for each other.
        sentence = f"登记了 {len(new)} 人的培训结果"
        audit.record(row, action="record_results", sentence=sentence, actor=actor, at=at)
    changed = sorted(
        (entries[pk] for pk in new), key=lambda entry: (entry.application.organisation.code, entry.pk)
    )
    before = {entry.pk: entry.result for entry in changed}
    for entry in changed:
        _store(entry, new[entry.pk], row, actor, at)
    tell_results(row, changed, before=before)
    return changed


def _locked_entries(training: Training) -> QuerySet[TrainingEntry]:
    """Return the entries with their applications locked: no approval looks at a result as it changes."""
    locked = training.entries.select_for_update(of=("application",))
    return locked.select_related("application__organisation").order_by("application_id")


def outcome_problems(outcome: Outcome, entry: TrainingEntry) -> Iterator[Problem]:
    """Yield what is wrong with one outcome; each problem stands at the field of its row."""
    name, key = entry.application.person_name, outcome.entry_id
    if outcome.score is not None and outcome.result == TrainingResult.ABSENT:
        yield Problem(f"{name}缺席，不能有成绩", remedy="请清空成绩，或更正结果", field=f"score_{key}")
    if outcome.score is not None and outcome.result == TrainingResult.PENDING:
        yield Problem(f"{name}填了成绩，没有选择结果", remedy="请选择合格或不合格", field=f"result_{key}")
    if outcome.score is not None and not 0 <= outcome.score <= SCORE_MOST:
        yield Problem(f"{name}的成绩须为 0 至 {SCORE_MOST} 分", remedy="请核对后重填", field=f"score_{key}")
    approved = entry.application.status == ExaminerApplicationStatus.APPROVED
    if approved and entry.result == TrainingResult.PASSED != outcome.result:
        yield Problem(
            f"{name}的申报已凭本次合格结果批准，不能更改结果",
            remedy="资格确需撤销的，请办理终止",
            field=f"result_{key}",
        )


def overtaken(outcome: Outcome, entry: TrainingEntry) -> Iterator[Problem]:
    """Yield that somebody else changed the row since it was shown, unless to what it says anyway."""
    if outcome.touched and token_of(entry) not in {outcome.seen, outcome.token} and outcome.seen is not None:
        words = f"{entry.get_result_display()} {score_in_words(entry.score)}".rstrip()
        yield Problem(
            f"{entry.application.person_name}的结果已由他人改为{words}",
            remedy="请核对；如仍以本行所填为准，请再次保存",
            field=f"result_{entry.pk}",
        )


def _all_problems(outcomes: Iterable[Outcome], entries: Mapping[int, TrainingEntry]) -> Iterator[Problem]:
    for outcome in outcomes:
        entry = entries[outcome.entry_id]
        yield from outcome_problems(outcome, entry)
        yield from overtaken(outcome, entry)


def _store(entry: TrainingEntry, outcome: Outcome, training: Training, actor: User, at: datetime) -> None:
    old_words, old_score = entry.get_result_display(), score_in_words(entry.score)
    entry.result, entry.score = outcome.result, outcome.score
    decided = outcome.result != TrainingResult.PENDING
    entry.decided_on = clock.day_of(at) if decided else None
    entry.save(update_fields=["result", "score", "decided_on"])
    pairs = {
        "培训结果": (old_words, entry.get_result_display()),
        "培训成绩": (old_score, score_in_words(entry.score)),
    }
    audit.record(
        entry.application,
        action="training_result",
        sentence=f"登记了{training}的结果",
        actor=actor,
        at=at,
        changes={label: pair for label, pair in pairs.items() if pair[0] != pair[1]},
    )


def _token(result: str, score: Decimal | None) -> str:
    return f"{result}/{score_in_words(score)}"
