"""The catalogue file: one row a trade, checked before anything is written."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from accounts.names import fold
from ostami.problems import BlockedError, Problem
from scope_catalog.choices import Category, Scheme
from scope_catalog.levels import LEVEL_SETS

COLUMNS = (
    "scheme",
    "category",
    "occupation_code",
    "occupation_name",
    "trade_code",
    "trade_name",
    "seq",
    "levels",
    "note",
)
SCHEMES = {scheme.label: scheme for scheme in Scheme}
CATEGORIES = {"": "", **{category.label: category.value for category in Category}}


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """One unit of business as the file has it; without a trade name it is an occupation without trades."""

    scheme: str
    category: str
    occupation_code: str
    occupation_name: str
    trade_code: str
    trade_name: str
    sequence: int
    levels: str
    note: str

    @property
    def stands_for_occupation(self) -> bool:
        """Whether the row is an occupation without trades."""
        return not self.trade_name

    @property
    def unit_name(self) -> str:
        """The name of the unit: the trade's, or the occupation's where it has none."""
        return self.trade_name or self.occupation_name

    @property
    def occupation_key(self) -> tuple[str, str]:
        """The occupation's natural key."""
        return self.scheme, self.occupation_code

    @property
    def key(self) -> tuple[str, str, str]:
        """The unit's natural key: the occupation's, then the trade's code, or its name, or nothing."""
        return *self.occupation_key, self.trade_code or self.trade_name


def read_rows(path: Path) -> list[CatalogueRow]:
    """Read and check the catalogue file (CSV in UTF-8 with the columns `COLUMNS`).

    Raises:
        BlockedError: the file can't be used; every fault is named with its line.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise BlockedError([Problem("目录文件的表头不对", remedy=f"表头须为 {','.join(COLUMNS)}")])
        lines = [(reader.line_num, cells) for cells in reader]
    problems = [problem for number, cells in lines for problem in _faults(number, cells)]
    if not lines:
        problems.append(Problem("目录文件里没有任何一行", remedy="请检查文件是否完整"))
    if problems:
        raise BlockedError(problems)
    rows = [_row(cells) for _, cells in lines]
    _refuse_contradictions(rows)
    return rows


def _row(cells: dict[str, str]) -> CatalogueRow:
    clean = {column: fold(cells[column]) for column in COLUMNS if column != "note"}
    return CatalogueRow(
        scheme=SCHEMES[clean["scheme"]].value,
        category=CATEGORIES[clean["category"]],
        occupation_code=clean["occupation_code"],
        occupation_name=clean["occupation_name"],
        trade_code=clean["trade_code"],
        trade_name=clean["trade_name"],
        sequence=int(clean["seq"] or 0),
        levels=clean["levels"],
        note=cells["note"].strip(),
    )


def _faults(number: int, cells: dict[str, str]) -> Iterator[Problem]:
    if set(cells) != set(COLUMNS) or None in cells.values():
        yield Problem(f"第 {number} 行的列数不对", remedy=f"每行须有 {len(COLUMNS)} 列")
        return
    checks = (
        (fold(cells["scheme"]) in SCHEMES, f"评价类别“{cells['scheme']}”不存在"),
        (fold(cells["category"]) in CATEGORIES, f"人员类别“{cells['category']}”不存在"),
        (bool(fold(cells["occupation_code"])), "缺少职业编码"),
        (bool(fold(cells["occupation_name"])), "缺少职业名称"),
        (fold(cells["levels"]) in LEVEL_SETS, f"等级设置“{cells['levels']}”须由低到高书写，如 54321"),
        (fold(cells["seq"] or "0").isdecimal(), f"序号“{cells['seq']}”不是数字"),
        (bool(fold(cells["trade_name"])) or not fold(cells["trade_code"]), "有工种编码而无工种名称"),
        (
            fold(cells["trade_code"]).startswith(fold(cells["occupation_code"])) or not cells["trade_code"],
            f"工种编码“{cells['trade_code']}”不以职业编码“{cells['occupation_code']}”开头",
        ),
    )
    for sound, fault in checks:
        if not sound:
            yield Problem(f"第 {number} 行：{fault}", remedy="请更正后重新载入")


def _refuse_contradictions(rows: Iterable[CatalogueRow]) -> None:
    """Refuse a file that has a unit twice, or one occupation under two names or categories."""
    units: set[tuple[str, str, str]] = set()
    occupations: dict[tuple[str, str], tuple[str, str]] = {}
    problems: list[Problem] = []
    for row in rows:
        if row.key in units:
            problems.append(Problem(f"{row.trade_code or row.occupation_code} {row.unit_name} 出现了两次"))
        units.add(row.key)
        facts = (row.occupation_name, row.category)
        if occupations.setdefault(row.occupation_key, facts) != facts:
            problems.append(Problem(f"职业 {row.occupation_code} 的名称或人员类别前后不一致"))
    if problems:
        raise BlockedError(problems)
