"""Entering examiners' marks of practical work, of which the practical score is the mean."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.http import Http404

from accounts.models import User
from accounts.rights import Perm
from batches.models import BatchItem
from candidates.models import Enrolment
from exams.guards import scores_open
from exams.held import held_batch
from exams.models import PracticalMark
from exams.scores import part_in_words
from exams.scoring.marks import MarkEntry, Marks, marks_of, person_key, score_of, token_of, values_of
from exams.scoring.papers import PaperFacts, papers_of
from exams.selectors import examined_of, scores_of
from exams.services.scores import ScoreEntry, record_scores, unreasoned
from ostami.problems import Problem, refuse_if
from question_bank.paper_kinds import PaperKind
from workflow import audit

StoredMarks = Mapping[int, Mapping[int, PracticalMark]]


@transaction.atomic
def record_marks(
    *, item: BatchItem, entries: Iterable[MarkEntry], actor: User, at: datetime, reason: str = ""
) -> list[Enrolment]:
    """Store examiners' marks that say something new, and the practical scores that they give (guide 4.6-1).

    All rows are stored or none. While an examiner's mark is missing the candidate has no practical score.

    Args:
        item: the trade, whose panel gives the marks.
        entries: a row for each candidate.
        actor: who enters; of the batch's station.
        at: when the request arrived.
        reason: why scores or marks are corrected that a second person had confirmed.

    Returns:
        The candidates whose marks changed.

    Raises:
        Http404: the batch isn't in the actor's scope, or a candidate or examiner isn't of the trade.
        PermissionDenied: the actor's role enters no scores.
        BlockedError: it isn't the time; somebody was away or has a score that was typed by hand; somebody
            else changed a row in the meantime; or confirmed scores would change without a reason.
    """
    batch = held_batch(item.batch, actor=actor, right=Perm.SCORE_EDIT)
    refuse_if(scores_open(batch, at=at))
    people = {one.pk: one for one in examined_of(item)}
    stored = marks_of(people.values())
    touched = [entry for entry in entries if entry.touched]
    _of_the_trade(item, people, touched)
    new = [
        entry for entry in touched if entry.token != token_of(values_of(stored.get(entry.enrolment_id, {})))
    ]
    refuse_if(_problems(new, people, stored))
    refuse_if(unreasoned(batch, list(people.values()), [people[one.enrolment_id] for one in new], reason))
    before = {
        entry.enrolment_id: _words(item, values_of(stored.get(entry.enrolment_id, {}))) for entry in new
    }
    for entry in new:
        _store(people[entry.enrolment_id], entry.marks, stored.get(entry.enrolment_id, {}), actor, at)
    _record(item, new, people, before, actor=actor, at=at, reason=reason)
    scores = [_score(item, people[entry.enrolment_id], entry.marks) for entry in new]
    record_scores(batch=batch, actor=actor, entries=scores, at=at, reason=reason, by_marks=True)
    return [people[entry.enrolment_id] for entry in new]


def _of_the_trade(item: BatchItem, people: Mapping[int, Enrolment], entries: list[MarkEntry]) -> None:
    panel = {examiner.pk for examiner in item.panel}
    if any(entry.enrolment_id not in people or not entry.marks.keys() <= panel for entry in entries):
        raise Http404


def _problems(
    entries: list[MarkEntry], people: Mapping[int, Enrolment], stored: StoredMarks
) -> Iterator[Problem]:
    papers = papers_of(people.values())
    for entry in entries:
        enrolment = people[entry.enrolment_id]
        rows = stored.get(enrolment.pk, {})
        paper = papers[enrolment.pk][PaperKind.PRACTICAL]
        if entry.seen is not None and entry.seen != token_of(values_of(rows)):
            yield Problem(
                f"{enrolment.candidate.name}的评分已由他人改动",
                remedy="请核对本页现在的评分；如仍以本行所填为准，请再次保存",
                field=f"marks_{enrolment.pk}",
            )
        elif entry.marks:
            yield from unmarkable(enrolment, paper, marked=bool(rows))


def unmarkable(enrolment: Enrolment, paper: PaperFacts, *, marked: bool) -> Iterator[Problem]:
    """Yield why a candidate's practical work can't be marked: away, carried, or scored by hand already."""
    name, field, scores = enrolment.candidate.name, f"marks_{enrolment.pk}", scores_of(enrolment)
    if paper.carried is not None:
        yield Problem(f"{name}的实操成绩是补考的保留成绩", remedy="请清空本行评分", field=field)
    elif paper.unscored or scores.practical_absent:
        said = paper.words if paper.unscored else "缺考"
        yield Problem(f"{name}的实操登记为“{said}”，不能评分", "4.6-5", "请清空本行，或先更正登记", field)
    elif scores.practical is not None and not marked:
        yield Problem(
            f"{name}的实操成绩已直接登记为 {scores.practical_words} 分",
            remedy="两种方式只用一种：请先在“登记成绩”中清空该成绩，再填写评分",
            field=field,
        )


def _store(
    enrolment: Enrolment, marks: Marks, rows: Mapping[int, PracticalMark], actor: User, at: datetime
) -> None:
    PracticalMark.objects.filter(pk__in=[row.pk for pk, row in rows.items() if pk not in marks]).delete()
    for examiner, mark in marks.items():
        row = rows.get(examiner, PracticalMark(enrolment=enrolment, examiner_id=examiner))
        if row.mark != mark:
            row.mark, row.recorded_by, row.recorded_at = mark, actor, at
            row.clean_fields(exclude=["enrolment", "examiner", "recorded_by"])
            row.save()


def _score(item: BatchItem, enrolment: Enrolment, marks: Marks) -> ScoreEntry:
    return ScoreEntry(enrolment.pk, replace(scores_of(enrolment), practical=score_of(item, marks)))


def _words(item: BatchItem, marks: Marks) -> str:
    """Return a row of marks as the history tells it: ``考评员1 85、考评员2 86.5``."""
    return "、".join(
        f"{examiner.person_name} {part_in_words(marks[examiner.pk], absent=False)}"
        for examiner in item.panel
        if examiner.pk in marks
    )


def _record(
    item: BatchItem,
    entries: list[MarkEntry],
    people: Mapping[int, Enrolment],
    before: Mapping[int, str],
    *,
    actor: User,
    at: datetime,
    reason: str,
) -> None:
    """Record the marks as one act on the batch: a mark that is taken out has no row to hang on."""
    if not entries:
        return
    told = [(people[one.enrolment_id], one) for one in entries]
    audit.record(
        item.batch,
        action="marks",
        sentence=f"登记了{item}的考评员评分（{len(entries)} 人）",
        actor=actor,
        at=at,
        changes={person_key(person): (before[person.pk], _words(item, one.marks)) for person, one in told},
        reason=reason.strip(),
    )
