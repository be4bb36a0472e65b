"""A station as a row of a file, and the checked file of approved stations (guide 2.4)."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from accounts.names import fold
from ostami.policy import STATION_CODE_HEAD
from ostami.problems import Problem, refuse_if

COLUMNS = ("seq", "name", "code", "host_organization", "province", "note")
NUMBER_IN_NAME = re.compile(r"(\d{3})考试站$")


@dataclass(frozen=True, slots=True)
class StationRow:
    """One station to enter; what a file doesn't say is empty."""

    name: str
    code: str
    host_organization: str
    province: str = ""
    legal_representative: str = ""
    phone: str = ""
    email: str = ""
    licence_number: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


def read_rows(path: Path) -> list[StationRow]:
    """Read and check the station file (CSV in UTF-8 with the columns `COLUMNS`).

    Raises:
        BlockedError: the file can't be used; every fault is named.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            refuse_if([Problem("考试站文件的表头不对", remedy=f"表头须为 {','.join(COLUMNS)}")])
        rows = [_row({field: fold(cells[field] or "") for field in COLUMNS}) for cells in reader]
    refuse_if(_faults(rows))
    return rows


def _row(cells: dict[str, str]) -> StationRow:
    return StationRow(
        name=cells["name"],
        code=cells["code"],
        host_organization=cells["host_organization"],
        province=cells["province"],
    )


def misnamed(name: str, code: str) -> Iterator[Problem]:
    """Yield the problem that a code isn't 49284 and the three-digit number in the name (guide 2.4)."""
    number = NUMBER_IN_NAME.search(name)
    if number is None or code != STATION_CODE_HEAD + number[1]:
        fault = f"“{name}”与机构编码“{code}”不符"
        yield Problem(fault, "2.4", "机构编码须为 49284 加站名中的三位编号")


def _faults(rows: list[StationRow]) -> Iterator[Problem]:
    if not rows:
        yield Problem("考试站文件里没有任何一行", remedy="请检查文件是否完整")
    for row in rows:
        yield from misnamed(row.name, row.code)
        if not row.host_organization:
            yield Problem(f"“{row.name}”缺少承建单位", "2.4", "请补充后重新载入")
    for code, times in Counter(row.code for row in rows).items():
        if times > 1:
            yield Problem(f"机构编码“{code}”出现了 {times} 次", "2.4", "请更正后重新载入")
