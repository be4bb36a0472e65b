"""Enters the clauses and years of birth that come with the portal, where the tables don't have them."""

import csv
import json
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction

from candidates.eligibility.clauses import BirthYears
from candidates.eligibility_data.birth_years import add_birth_years
from candidates.eligibility_data.editing import ClauseRow, add_clause, overlapping
from candidates.models import BirthYearWindow, EligibilityClause
from ostami.problems import Problem, refuse_if

CLAUSE_COLUMNS = ["level", "number", "text", "requirements", "source", "valid_from", "valid_to"]
WINDOW_COLUMNS = ["year", "level", "born_from", "born_to"]
Row = TypeVar("Row")


def read_clauses(path: Path) -> list[ClauseRow]:
    """Read a file of clauses: CSV in UTF-8 with `CLAUSE_COLUMNS`, the requirements as JSON.

    Raises:
        BlockedError: the file has other columns, or a line can't be read; every fault is named.
    """
    return _read(path, CLAUSE_COLUMNS, _clause)


def read_windows(path: Path) -> list[BirthYears]:
    """Read a file of years of birth: CSV in UTF-8 with `WINDOW_COLUMNS`.

    Raises:
        BlockedError: the file has other columns, or a line can't be read; every fault is named.
    """
    return _read(path, WINDOW_COLUMNS, _window)


def _read(path: Path, columns: list[str], make: Callable[[dict[str, str]], Row]) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != columns:
            refuse_if([Problem(f"{path.name} 的表头不对", remedy=f"表头须为 {','.join(columns)}")])
        lines = list(reader)
    rows, faults = [], []
    for number, line in enumerate(lines, start=2):
        try:
            rows.append(make(line))
        except (TypeError, ValueError, ValidationError) as error:
            faults.append(Problem(f"{path.name} 第 {number} 行有误", remedy=f"请核对各列：{_words(error)}"))
    refuse_if(faults)
    return rows


def _words(error: Exception) -> str:
    return "；".join(error.messages) if isinstance(error, ValidationError) else str(error)


def _clause(line: dict[str, str]) -> ClauseRow:
    row = ClauseRow(
        level=int(line["level"]),
        number=int(line["number"]),
        text=line["text"],
        requirements=json.loads(line["requirements"]),
        source=line["source"],
        valid_from=date.fromisoformat(line["valid_from"]),
        valid_to=date.fromisoformat(line["valid_to"]) if line["valid_to"] else None,
    )
    facts = {name: getattr(row, name) for name in ClauseRow.__slots__}
    EligibilityClause(**facts).full_clean(validate_unique=False, validate_constraints=False)
    return row


def _window(line: dict[str, str]) -> BirthYears:
    row = BirthYears(*(int(line[name]) for name in WINDOW_COLUMNS))
    facts = {name: getattr(row, name) for name in WINDOW_COLUMNS}
    BirthYearWindow(**facts).full_clean(validate_unique=False, validate_constraints=False)
    return row


@transaction.atomic
def load_clauses(*, rows: Iterable[ClauseRow]) -> int:
    """Enter the clauses that are missing, and return how many.

    A clause of the same level and number that holds on one of a row's days, whatever staff made of it, is
    truer than the file: the row is left out.
    """
    return len([add_clause(row=row, actor=None) for row in rows if overlapping(row) is None])


@transaction.atomic
def load_windows(*, rows: Iterable[BirthYears]) -> int:
    """Enter the years of birth that are missing, and return how many; what is stored stays as it is."""
    known = set(BirthYearWindow.objects.values_list("year", "level"))
    new = [row for row in rows if (row.year, row.level) not in known]
    for row in new:
        add_birth_years(
            year=row.year, level=row.level, born_from=row.born_from, born_to=row.born_to, actor=None
        )
    return len(new)
