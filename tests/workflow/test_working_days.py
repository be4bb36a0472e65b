"""Working days: weekdays, holidays, worked weekends, and the deadlines counted in them."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from workflow.audit import verify
from workflow.models import AuditEvent, SpecialDay
from workflow.working_days import (
    add_working_days,
    earliest_start,
    is_working_day,
    special_days,
    working_days_between,
)

# 国庆 2026: Thursday 1 to Wednesday 7 October off, Saturday 10 October worked.
NATIONAL_DAY = {date(2026, 10, day): False for day in range(1, 8)} | {date(2026, 10, 10): True}


def load(file: Path | None = None) -> str:
    out = StringIO()
    call_command("load_special_days", stdout=out, **({"file": file} if file else {}))
    return out.getvalue().strip()


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 9, 30), True),
        (date(2026, 10, 1), False),
        (date(2026, 10, 7), False),
        (date(2026, 10, 8), True),
        (date(2026, 10, 10), True),
        (date(2026, 10, 11), False),
        (date(2026, 10, 17), False),
    ],
)
def test_a_day_works_by_its_weekday_unless_the_table_says_otherwise(day: date, works: bool) -> None:  # noqa: FBT001
    assert is_working_day(day, NATIONAL_DAY) is works


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2026, 6, 1), 3, date(2026, 6, 4)),  # Monday to Thursday: the first day isn't counted
        (date(2026, 6, 4), 3, date(2026, 6, 9)),  # over a weekend
        (date(2026, 6, 6), 1, date(2026, 6, 8)),  # handed in on a Saturday
        (date(2026, 9, 30), 1, date(2026, 10, 8)),  # over the holiday
        (date(2026, 9, 30), 3, date(2026, 10, 10)),  # a worked Saturday counts
        (date(2026, 9, 30), 4, date(2026, 10, 12)),
        (date(2026, 6, 1), 0, date(2026, 6, 1)),
    ],
)
def test_the_nth_working_day_after_a_day(start: date, days: int, due: date) -> None:
    assert add_working_days(start, days, NATIONAL_DAY) == due


@pytest.mark.parametrize(
    ("due", "days", "start"),
    [
        (date(2026, 6, 4), 3, date(2026, 6, 1)),
        (date(2026, 6, 9), 3, date(2026, 6, 4)),  # over a weekend
        (date(2026, 6, 6), 1, date(2026, 6, 5)),  # nothing is due on a Saturday: on the Monday after it
        (date(2026, 10, 1), 1, date(2026, 9, 30)),  # nor on a holiday
        (date(2026, 10, 10), 3, date(2026, 9, 30)),
        (date(2026, 6, 1), 0, date(2026, 6, 1)),
    ],
)
def test_the_first_day_whose_nth_working_day_is_a_day_or_later(due: date, days: int, start: date) -> None:
    assert earliest_start(due, days, NATIONAL_DAY) == start


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2026, 6, 4), date(2026, 6, 4), 0),
        (date(2026, 6, 4), date(2026, 6, 5), 1),
        (date(2026, 6, 5), date(2026, 6, 7), 0),
        (date(2026, 6, 5), date(2026, 6, 8), 1),
        (date(2026, 9, 30), date(2026, 10, 10), 3),
        (date(2026, 6, 8), date(2026, 6, 5), 0),
    ],
)
def test_working_days_between_two_days_count_the_last_one(start: date, end: date, days: int) -> None:
    assert working_days_between(start, end, NATIONAL_DAY) == days


@pytest.mark.django_db
def test_the_years_of_the_file_are_entered_once() -> None:
    assert load() == "节假日：新增年度 2026 年、2027 年。"
    count = SpecialDay.objects.count()
    assert load() == "节假日：新增年度 无。"
    assert SpecialDay.objects.count() == count
    table = special_days()
    assert [table[date(2026, 10, 7)], table[date(2026, 10, 10)], table[date(2027, 2, 6)]] == [
        False,
        True,
        False,
    ]
    worked = {day for day, works in table.items() if works}
    assert len(worked) == 6
    assert all(day.weekday() > 4 for day in worked)
    assert [event.sentence for event in AuditEvent.objects.all()] == [
        "按公布的安排载入了 2026 年节假日 39 天",
        "按公布的安排载入了 2027 年节假日 13 天",
    ]
    assert verify() == []


@pytest.mark.django_db
def test_a_year_that_staff_have_begun_is_left_to_them() -> None:
    SpecialDay.objects.create(day=date(2027, 1, 1), works=False, name="元旦")
    assert load() == "节假日：新增年度 2026 年。"
    assert [str(day) for day in SpecialDay.objects.filter(day__year=2027)] == ["2027-01-01 元旦（放假）"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("day,name\n", "节假日文件的表头不对。表头须为 day,works,name。"),
        (
            "day,works,name\n2026-13-01,放假,元旦\n",
            "节假日文件第 2 行有误。日期须如 2026-01-01，第二列须为“放假”或“上班”，名称不能为空。",
        ),
        (
            "day,works,name\n2026-01-01,休,元旦\n",
            "节假日文件第 2 行有误。日期须如 2026-01-01，第二列须为“放假”或“上班”，名称不能为空。",
        ),
    ],
)
def test_a_wrong_file_enters_nothing(tmp_path: Path, text: str, fault: str) -> None:
    file = tmp_path / "special_days.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match="没有任何改动") as refused:
        load(file)
    assert fault in str(refused.value)
    assert not SpecialDay.objects.exists()
