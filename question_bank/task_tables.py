"""The tables of a practical task: supplies and scoring, found by their headings, however they are called."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TypeAlias

from accounts.names import fold
from ostami.problems import Problem
from question_bank.task_content import CLAUSE, MEND, ScoringRow, Supply
from question_bank.word.blocks import WordCell

Table: TypeAlias = Sequence[Sequence[WordCell]]
Places: TypeAlias = Mapping[str, Sequence[int]]
NOISE = re.compile(r"[\W_]+")
NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2})?")
HEAD_WITHIN = 3


def _words(names: str) -> frozenset[str]:
    return frozenset(names.split())


SUPPLY_HEADS = {
    "name": _words("名称 材料名称 设备名称 工具名称 量具名称 工量具名称 设备工量具名称 名称及说明"),
    "specification": _words("规格 型号规格 规格型号 型号 规格及型号 规格要求 精度 规格尺寸"),
    "quantity": _words("数量 数量单位"),
    "unit": _words("单位"),
}
SCORING_HEADS = {
    "content": _words(
        "考核内容 考核项目 评分项目 项目 考核点 评分要素 考核要点 鉴定内容 检测项目 测评内容 内容"
    ),
    "standard": _words("评分标准 评分细则 扣分标准 评分要求 考核要求 评分办法 检测标准 评分说明"),
    # The unit behind it, in brackets, is left when they are taken away.
    "points": _words("配分 分值 分数 标准分 满分 配分分 分值分 分数分"),
}
TOTALS = {"合计", "总计", "总分", "总配分", "配分合计", "合计得分", "满分", "合计分"}
SUBTOTALS = {"小计", "分项小计"}


def bare(text: str) -> str:
    """Return text without spaces and punctuation, as headings are compared."""
    return NOISE.sub("", fold(text))


def read_supplies(table: Table) -> tuple[Supply, ...] | None:
    """Return the rows of a table of materials or tools; None where its headings are others."""
    head = _head(table, SUPPLY_HEADS, needed={"name"})
    if head is None:
        return None
    line, places = head
    found = []
    for row in table[line + 1 :]:
        quantity = _text(row, places, "quantity") + _text(row, places, "unit")
        supply = Supply(_text(row, places, "name"), _text(row, places, "specification"), quantity)
        if supply != Supply(""):
            found.append(supply)
    return tuple(found)


def is_scoring(table: Table) -> bool:
    """Tell whether a table has the headings of a scoring table."""
    return _scoring_head(table) is not None


@dataclass
class Scoring:
    """What a scoring table says: its rows, the total that it names, and what could not be read."""

    rows: list[ScoringRow] = field(default_factory=list)
    stated: Decimal | None = None
    problems: list[Problem] = field(default_factory=list)
    group: str = ""
    carried: dict[int, str] = field(default_factory=dict)


def read_scoring(table: Table) -> Scoring:
    """Return what a scoring table says; rows are counted below the headings, empty ones and totals not."""
    read, head = Scoring(), _scoring_head(table)
    line, places = head or (0, {})
    for row in table[line + 1 :]:
        if any(cell.text for cell in row) or any(cell.above for cell in row):
            _read_row(read, row, places)
    return read


def _scoring_head(table: Table) -> tuple[int, Places] | None:
    found = _head(table, SCORING_HEADS, needed={"points"})
    return found if found and found[1].keys() & {"content", "standard"} else None


def _head(
    table: Table, heads: Mapping[str, Collection[str]], *, needed: set[str]
) -> tuple[int, Places] | None:
    """Return the line of the headings, and the columns of each role."""
    for line, row in enumerate(table[:HEAD_WITHIN]):
        places: dict[str, list[int]] = {}
        for column, cell in enumerate(row):
            for role, names in heads.items():
                if bare(cell.text) in names and not cell.beside:
                    places.setdefault(role, []).append(column)
        if needed <= places.keys():
            return line, places
    return None


def _cell(row: Sequence[WordCell], column: int) -> WordCell:
    return row[column] if column < len(row) else WordCell("")


def _text(row: Sequence[WordCell], places: Places, role: str) -> str:
    return _lines(*(_own(_cell(row, column)) for column in places.get(role, ())))


def _own(cell: WordCell) -> str:
    return "" if cell.beside else cell.text


def _read_row(read: Scoring, row: Sequence[WordCell], places: Places) -> None:
    points = _cell(row, places["points"][0])
    labels = {bare(cell.text) for cell in row if not cell.beside}
    if labels & SUBTOTALS:
        return
    if labels & TOTALS:
        read.stated = _decimal("" if points.beside else points.text)
    elif points.beside:
        read.group = points.text
    elif points.above and read.rows:
        _continue(read, row, places)
    else:
        _add(read, row, places, points.text)


def _content(read: Scoring, row: Sequence[WordCell], places: Places) -> Iterator[str]:
    """Yield what is judged from the left; a merged cell says the same for all rows that it spans."""
    for column in places.get("content", ()):
        cell = _cell(row, column)
        if not cell.above:
            read.carried[column] = _own(cell)
        yield read.carried.get(column, "")


def _continue(read: Scoring, row: Sequence[WordCell], places: Places) -> None:
    """Add to the row above, whose points are for both."""
    content, standard = (_text(row, places, role) for role in ("content", "standard"))
    last = read.rows[-1]
    read.rows[-1] = replace(
        last, content=_lines(last.content, content), standard=_lines(last.standard, standard)
    )


def _lines(*texts: str) -> str:
    return "\n".join(filter(None, texts))


def _add(read: Scoring, row: Sequence[WordCell], places: Places, typed: str) -> None:
    content = "：".join(filter(None, _content(read, row, places)))
    standard = _text(row, places, "standard")
    if "content" not in places:
        content, standard = standard, ""
    if not (content or standard or typed):
        return
    if read.group:
        content, read.group = f"【{read.group}】{content}", ""
    points = _decimal(typed)
    read.rows.append(ScoringRow(content, standard, Decimal(1) if points is None else points))
    if points is None:
        what = f"配分“{typed[:10]}”不是数字" if typed else "没有配分"
        read.problems.append(Problem(f"评分表第 {len(read.rows)} 行{what}", CLAUSE, MEND, "file"))


def _decimal(text: str) -> Decimal | None:
    """Return points as a number: full-width digits and the unit behind them are forgiven."""
    typed = fold(text).removesuffix("分").strip()
    found = NUMBER.fullmatch(typed.removeprefix("-"))
    return Decimal(typed) if found else None
