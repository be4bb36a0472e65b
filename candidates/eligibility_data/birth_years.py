"""What staff enter and change in the table of students' years of birth (guide 4.3-1)."""

from collections.abc import Iterator

from django.db import IntegrityError, transaction

from accounts.models import User
from candidates.models import BirthYearWindow
from ostami.problems import Problem, refuse_if
from workflow import audit

CLAUSE = "4.3-1"
MOST_YEARS_BACK = 100


@transaction.atomic
def add_birth_years(
    *, year: int, level: int, born_from: int, born_to: int, actor: User | None
) -> BirthYearWindow:
    """Enter the years of birth of a year and level.

    Raises:
        BlockedError: the table has them, they run backwards, or they can't be of that year.
    """
    refuse_if(_problems(year, born_from, born_to))
    made = BirthYearWindow(year=year, level=level, born_from=born_from, born_to=born_to)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        refuse_if(
            [Problem(f"{year} 年{made.get_level_display()}已在表中", remedy="请在原记录上修改", field="year")]
        )
        raise
    audit.record(made, action="add", sentence=f"登记了学生出生年份范围：{made}", actor=actor)
    return made


@transaction.atomic
def change_birth_years(
    *, window: BirthYearWindow, born_from: int, born_to: int, actor: User
) -> BirthYearWindow:
    """Change the years of birth of a year and level.

    Raises:
        BlockedError: they run backwards, or can't be of that year.
    """
    stored = BirthYearWindow.objects.select_for_update().get(pk=window.pk)
    refuse_if(_problems(stored.year, born_from, born_to))
    before = str(stored)
    stored.born_from, stored.born_to = born_from, born_to
    stored.save(update_fields=["born_from", "born_to"])
    if before != str(stored):
        changes = {"出生年份范围": (before, str(stored))}
        audit.record(stored, action="change", sentence="修改了学生出生年份范围", actor=actor, changes=changes)
    return stored


def _problems(year: int, born_from: int, born_to: int) -> Iterator[Problem]:
    if born_from > born_to:
        yield Problem("出生年份的起止颠倒", CLAUSE, "请把较早的年份填在前面", "born_to")
    if not year - MOST_YEARS_BACK <= born_from <= year:
        remedy = f"请填写 {year - MOST_YEARS_BACK} 到 {year} 之间的四位年份"
        yield Problem(f"{born_from} 不能是 {year} 年考生的出生年份", CLAUSE, remedy, "born_from")
    if born_to > year:
        yield Problem(f"{born_to} 晚于考试年度 {year}", CLAUSE, "请核对出生年份", "born_to")
