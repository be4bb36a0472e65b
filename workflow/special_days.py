"""What staff add to, change in and remove from the table of special days."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from accounts.models import User
from ostami.problems import Problem, refuse_if
from workflow import audit
from workflow.models import SpecialDay
from workflow.working_days import ONE_DAY, WORKING_WEEKDAYS

LONGEST_HOLIDAY = 31
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class SpecialRow:
    """A special day to enter."""

    day: date
    works: bool
    name: str


@transaction.atomic
def add_special_days(
    *, first: date, last: date | None = None, works: bool, name: str, actor: User
) -> list[SpecialDay]:
    """Enter every day from `first` to `last`, or `first` alone.

    Raises:
        BlockedError: the days run backwards or too long, one of them is in the table, or works anyhow.
    """
    last = last or first
    refuse_if(_range_problems(first, last))
    days = [first + ONE_DAY * number for number in range((last - first).days + 1)]
    refuse_if(_clashes(days, works=works))
    kind = "上班" if works else "放假"
    span = f"{first}" if first == last else f"{first} 至 {last}"
    return enter(
        [SpecialRow(day, works, name) for day in days],
        sentence=f"登记了{name}{kind}：{span}",
        actor=actor,
    )


def _range_problems(first: date, last: date) -> Iterator[Problem]:
    if last < first:
        yield Problem("结束日期早于开始日期", remedy="请核对两个日期", field="last")
    if (last - first).days >= LONGEST_HOLIDAY:
        yield Problem(f"一次最多登记 {LONGEST_HOLIDAY} 天", remedy="请分几次登记", field="last")


def _clashes(days: Iterable[date], *, works: bool) -> Iterator[Problem]:
    days = list(days)
    for known in SpecialDay.objects.filter(day__in=days):
        yield Problem(f"{known}已在表中", remedy="请在原记录上修改", field="first")
    if works:
        yield from _works_anyhow(days)


def _works_anyhow(days: Iterable[date]) -> Iterator[Problem]:
    for day in days:
        if day.weekday() in WORKING_WEEKDAYS:
            weekday = f"星期{WEEKDAYS[day.weekday()]}"
            yield Problem(
                f"{day} 是{weekday}，本来就上班", remedy="调休上班只登记星期六、星期日", field="works"
            )


def enter(rows: list[SpecialRow], *, sentence: str, actor: User | None) -> list[SpecialDay]:
    """Store special days with one line in the portal's chain, which stands at the first of them.

    Raises:
        BlockedError: somebody entered one of the days in the meantime.
    """
    try:
        with transaction.atomic():
            made = [SpecialDay.objects.create(day=row.day, works=row.works, name=row.name) for row in rows]
    except IntegrityError:
        refuse_if([Problem("所选日期刚刚被他人登记", remedy="请刷新后核对", field="first")])
        raise
    audit.record(made[0], action="add", sentence=sentence, actor=actor)
    return made


@transaction.atomic
def change_special_day(*, special_day: SpecialDay, works: bool, name: str, actor: User) -> SpecialDay:
    """Change what a day is.

    Raises:
        BlockedError: it was removed in the meantime, or the day works anyhow.
    """
    stored = _locked(special_day)
    if works:
        refuse_if(_works_anyhow([stored.day]))
    before = str(stored)
    stored.works, stored.name = works, name
    stored.save(update_fields=["works", "name"])
    if before != str(stored):
        changes = {"节假日": (before, str(stored))}
        audit.record(stored, action="change", sentence="修改了节假日", actor=actor, changes=changes)
    return stored


@transaction.atomic
def remove_special_day(*, special_day: SpecialDay, actor: User) -> None:
    """Take a day out of the table: it follows its weekday again.

    Raises:
        BlockedError: it was removed in the meantime.
    """
    stored = _locked(special_day)
    audit.record(stored, action="remove", sentence=f"删除了节假日：{stored}", actor=actor)
    stored.delete()


def _locked(special_day: SpecialDay) -> SpecialDay:
    stored = SpecialDay.objects.select_for_update().filter(pk=special_day.pk).first()
    if stored is None:
        refuse_if([Problem(f"{special_day}已被他人删除", remedy="请返回列表核对")])
        raise SpecialDay.DoesNotExist
    return stored
