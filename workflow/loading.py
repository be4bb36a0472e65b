"""Enters the years of public holidays that the table of special days doesn't have yet."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from django.db import transaction

from ostami.problems import Problem, refuse_if
from workflow.models import SpecialDay
from workflow.special_days import SpecialRow, enter

COLUMNS = ["day", "works", "name"]
KINDS = {"放假": False, "上班": True}


def read_special_days(path: Path) -> list[SpecialRow]:
    """Read a file of special days: CSV in UTF-8 with the columns `COLUMNS`, `works` being 放假 or 上班.

    Raises:
        BlockedError: the file has other columns, or a line can't be read; every fault is named.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != COLUMNS:
            refuse_if([Problem("节假日文件的表头不对", remedy=f"表头须为 {','.join(COLUMNS)}")])
        lines = list(reader)
    refuse_if(_faults(lines))
    return [SpecialRow(date.fromisoformat(line["day"]), KINDS[line["works"]], line["name"]) for line in lines]


def _faults(lines: Iterable[dict[str, str]]) -> Iterator[Problem]:
    for number, line in enumerate(lines, start=2):
        if line["works"] not in KINDS or not line["name"] or not _is_day(line["day"]):
            remedy = "日期须如 2026-01-01，第二列须为“放假”或“上班”，名称不能为空"
            yield Problem(f"节假日文件第 {number} 行有误", remedy=remedy)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


@transaction.atomic
def load_special_days(*, rows: Iterable[SpecialRow]) -> list[int]:
    """Enter the years that the table has nothing of, and return them.

    A year that has a day already is left as it is: what staff entered is truer than the file.
    """
    known = {day.year for day in SpecialDay.objects.dates("day", "year")}
    new = [row for row in rows if row.day.year not in known]
    years = sorted({row.day.year for row in new})
    for year in years:
        of_year = [row for row in new if row.day.year == year]
        enter(of_year, sentence=f"按公布的安排载入了 {year} 年节假日 {len(of_year)} 天", actor=None)
    return years
