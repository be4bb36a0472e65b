"""What staff change in the clauses of eligibility."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from candidates.models import EligibilityClause
from ostami.problems import Problem, refuse_if
from workflow import audit

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """A clause to enter; `requirements` as they are stored, `valid_to` included."""

    level: int
    number: int
    text: str
    requirements: list[dict[str, Any]]
    source: str
    valid_from: date
    valid_to: date | None = None


@transaction.atomic
def add_clause(*, row: ClauseRow, actor: User | None, today: date | None = None) -> EligibilityClause:
    """Enter a clause with a line in the portal's chain.

    Args:
        row: the clause.
        actor: who enters it; None for the portal itself.
        today: the day before which no clause may begin; None for those that come with the portal.

    Raises:
        BlockedError: its days run backwards or into the past, or another of its number holds on one of them.
    """
    made = EligibilityClause(**{name: getattr(row, name) for name in ClauseRow.__slots__})
    refuse_if([*_in_past(made.valid_from, today, "valid_from"), *_day_problems(made)])
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        refuse_if([Problem(f"{made}刚刚被他人登记", remedy="请刷新后核对", field="valid_from")])
        raise
    sentence = f"增加了申报条件：{made}，{made.validity}"
    audit.record(made, action="add", sentence=sentence, actor=actor)
    return made


@transaction.atomic
def change_clause(
    *,
    clause: EligibilityClause,
    text: str,
    source: str,
    valid_to: date | None,
    actor: User,
    today: date,
) -> EligibilityClause:
    """Change a clause's words, or the last exam day that it holds for; exams that are over keep it.

    Raises:
        BlockedError: the new last day lies before today or before the clause begins, or another version of
            the clause holds by then; or somebody removed the clause.
    """
    stored = _locked(clause)
    before = _facts(stored)
    if valid_to != stored.valid_to:
        refuse_if([*_in_past(valid_to, today, "valid_to"), *_already_ended(stored, today)])
    stored.text, stored.source, stored.valid_to = text, source, valid_to
    refuse_if(_day_problems(stored))
    stored.save(update_fields=["text", "source", "valid_to"])
    _record_change(stored, before, actor)
    return stored


@transaction.atomic
def revise_clause(
    *,
    clause: EligibilityClause,
    text: str,
    source: str,
    requirements: list[dict[str, Any]],
    starts_on: date,
    actor: User,
    today: date,
) -> EligibilityClause:
    """Let other requirements hold from `starts_on` on: the clause ends on the day before, a new one begins.

    The new version holds as long as the old one would have.

    Raises:
        BlockedError: `starts_on` lies in the past, or not within the days that the clause holds for.
    """
    stored = _locked(clause)
    refuse_if([*_in_past(starts_on, today, "starts_on"), *_outside(stored, starts_on)])
    row = ClauseRow(
        stored.level, stored.number, text, requirements, source, starts_on, valid_to=stored.valid_to
    )
    before = _facts(stored)
    stored.valid_to = starts_on - ONE_DAY
    stored.save(update_fields=["valid_to"])
    _record_change(stored, before, actor)
    return add_clause(row=row, actor=actor, today=today)


def overlapping(row: EligibilityClause | ClauseRow) -> EligibilityClause | None:
    """Return a stored clause of the same level and number that holds on one of the row's days."""
    same = EligibilityClause.objects.filter(level=row.level, number=row.number)
    if isinstance(row, EligibilityClause):
        same = same.exclude(pk=row.pk)
    last = row.valid_to or date.max
    return same.filter(valid_from__lte=last).exclude(valid_to__lt=row.valid_from).first()


def _locked(clause: EligibilityClause) -> EligibilityClause:
    """Return the clause as it is stored, all versions of it locked: their days must not overlap."""
    rows = EligibilityClause.objects.select_for_update().filter(level=clause.level, number=clause.number)
    stored = {row.pk: row for row in rows}.get(clause.pk)
    if stored is None:
        refuse_if([Problem(f"{clause}已被他人删除", remedy="请返回列表核对")])
        raise EligibilityClause.DoesNotExist
    return stored


def _day_problems(clause: EligibilityClause) -> Iterator[Problem]:
    if clause.valid_to is not None and clause.valid_to < clause.valid_from:
        yield Problem(f"截止日期早于施行日期 {clause.valid_from}", remedy="请核对两个日期", field="valid_to")
    other = overlapping(clause)
    if other is not None:
        text = f"与同一等级、同一序号的另一版条件（{other.validity}）日期重叠"
        remedy = "请换一个序号，或先给那一版填写截止日期"
        yield Problem(text, remedy=remedy, field="valid_to" if clause.pk else "valid_from")


def _in_past(day: date | None, today: date | None, field: str) -> Iterator[Problem]:
    """A rule isn't changed for exams that are over."""
    if day is not None and today is not None and day < today:
        yield Problem(f"{day} 已经过去，已考的批次不改变条件", remedy=f"请填写 {today} 或以后", field=field)


def _already_ended(clause: EligibilityClause, today: date) -> Iterator[Problem]:
    if clause.valid_to is not None and clause.valid_to < today:
        text = f"这一版条件已于 {clause.valid_to} 截止，不能再改截止日期"
        yield Problem(text, remedy="需要时请增加一条新的条件", field="valid_to")


def _outside(clause: EligibilityClause, starts_on: date) -> Iterator[Problem]:
    if starts_on <= clause.valid_from:
        text = f"新条件的施行日期须晚于现行条件的施行日期 {clause.valid_from}"
        yield Problem(text, remedy="请改填以后的日期", field="starts_on")
    if clause.valid_to is not None and starts_on > clause.valid_to:
        text = f"现行条件到 {clause.valid_to} 为止，之后没有可以修订的条件"
        yield Problem(text, remedy="请改填较早的日期，或增加一条新的条件", field="starts_on")


def _facts(clause: EligibilityClause) -> dict[str, str]:
    return {"条件原文": clause.text, "依据": clause.source, "有效期": clause.validity}


def _record_change(clause: EligibilityClause, before: dict[str, str], actor: User) -> None:
    changes = {name: (before[name], new) for name, new in _facts(clause).items() if before[name] != new}
    if changes:
        sentence = f"修改了申报条件：{clause}"
        audit.record(clause, action="change", sentence=sentence, actor=actor, changes=changes)
