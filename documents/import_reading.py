"""Reading a sent workbook by its specification: every mistake of every row in one go."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any

from openpyxl.utils import get_column_letter

from documents.import_cells import SheetRow, sheet_rows
from documents.import_spec import MAX_COLUMNS, ImportColumn, ImportedRow, ImportedTable, TableImport
from documents.import_values import folded
from documents.upload_limits import file_refusal
from ostami.problems import Problem, refuse_if

REASONS = "问题"  # the last column of an errors workbook, which its reader passes over
NAMED_CELLS = 5
SHOWN_VALUE = 40
NOTHING, NOTHING_REMEDY = "表格里没有数据行", "请从列标题的下一行开始填写"
TO_TEMPLATE = "请以下载的模板为准，不要改动列标题"

Places = dict[str, int]  # where each heading stands, counted from 0


def read_table(spec: TableImport, content: bytes) -> ImportedTable:
    """Return the rows of the workbook `content`, each judged; blank rows are passed over.

    Nothing is written, and one row's mistakes don't hide another's.

    Args:
        spec: what the table must look like. The tab called by its title is read, or else the first one.
        content: the file as it was sent.

    Raises:
        BlockedError: the file can't be taken as a whole: no plain .xlsx, too large, other headings, no rows
            or too many, formulas or numbers that lost digits in its cells. Each reason is one sentence.
    """
    with sheet_rows(content, tab=spec.title) as rows:
        head = next(rows, None)
        if head is None:
            raise file_refusal("表格是空的", "请下载模板，填写后上传")
        table = table_below(spec, head, rows)
    if not table.rows:
        raise file_refusal(NOTHING, NOTHING_REMEDY)
    return table


def table_below(spec: TableImport, head: SheetRow, rows: Iterator[SheetRow]) -> ImportedTable:
    """Read and judge the rows below a heading; there may be none."""
    places = heading_places(spec, head)
    body = _body(rows, {column.header for column in spec.columns}, places, spec.max_rows)
    refuse_if(untrusted_cells(body))
    return ImportedTable(_checked(spec, [judged_row(spec, places, row) for row in body]))


def heading_places(spec: TableImport, head: SheetRow) -> Places:
    """Find every heading.

    Raises:
        BlockedError: it names those that are missing, there twice, or unknown.
    """
    if any(head.texts[MAX_COLUMNS:]):
        raise file_refusal(f"表格超过 {MAX_COLUMNS} 列", TO_TEMPLATE)
    names = [_heading(text) for text in head.texts]
    known = {_heading(column.header): column.header for column in spec.columns}
    passed = {_heading(text) for text in (REASONS, *spec.passed_over)}
    extra = [
        text for text, name in zip(head.texts, names, strict=True) if name and name not in {*known, *passed}
    ]
    problems = (
        ("缺少列", [header for name, header in known.items() if name not in names]),
        ("有重复的列", [header for name, header in known.items() if names.count(name) > 1]),
        ("有模板以外的列", extra),
    )
    refuse_if(_heading_problem(text, headers) for text, headers in problems if headers)
    beside = {name: names.index(name) for name in passed if name in names and name not in known}
    return {header: names.index(name) for name, header in known.items()} | beside


def _heading(text: str) -> str:
    """Return a heading as it is compared: without blanks, widths and the star of a required column."""
    return folded(text).rstrip("*")


def _heading_problem(text: str, headers: Iterable[str]) -> Problem:
    named = "、".join(f"“{shortened(header)}”" for header in headers)
    return Problem(f"{text}：{named}", remedy=TO_TEMPLATE, field="file")


def _body(
    rows: Iterator[SheetRow], headers: Collection[str], places: Places, max_rows: int
) -> list[SheetRow]:
    """Take the rows that have anything in a column of the table."""
    body: list[SheetRow] = []
    known = [place for header, place in places.items() if header in headers]
    headed = set(places.values())
    for row in rows:
        _refuse_unheaded(row, headed)
        if any(row.texts[place] for place in known):
            body.append(row)
        if len(body) > max_rows:
            raise file_refusal(f"表格超过 {max_rows} 行数据", "请分几份导入")
    return body


def _refuse_unheaded(row: SheetRow, headed: set[int]) -> None:
    for place, text in enumerate(row.texts):
        if text and place not in headed:
            cell = f"{get_column_letter(place + 1)}{row.number}"
            raise file_refusal(f"单元格 {cell} 所在的列没有列标题", "请删除这一列，或补上模板中的列标题")


def untrusted_cells(body: Sequence[SheetRow]) -> Iterator[Problem]:
    """Yield what kinds of cells don't hold what a person sees, each kind with the first cells."""
    kinds: tuple[tuple[Callable[[SheetRow], list[str]], str, str], ...] = (
        (lambda row: row.formulas, "是公式", "请复制后“选择性粘贴为数值”，再重新上传"),
        (lambda row: row.failed, "是错误值（如 #N/A）", "请更正后重新上传"),
        (
            lambda row: row.lost_digits,
            "是过长的数字，末尾的数位已被 Excel 改为 0",
            "请把该列设为“文本”格式，重新填写完整号码",
        ),
    )
    for cells_of, text, remedy in kinds:
        cells = [cell for row in body for cell in cells_of(row)]
        if cells:
            more = f" 等 {len(cells)} 个单元格" if len(cells) > NAMED_CELLS else " "
            yield Problem(f"单元格 {'、'.join(cells[:NAMED_CELLS])}{more}{text}", remedy=remedy, field="file")


def judged_row(spec: TableImport, places: Places, row: SheetRow) -> ImportedRow:
    """Read one row's cells by the specification, without the rules across rows."""
    raw = {column.header: row.texts[places[column.header]] for column in spec.columns}
    parsed: dict[str, Any] = {}
    problems = []
    for column in spec.columns:
        try:
            parsed[column.key] = _value(column, raw[column.header])
        except ValueError as error:
            problems.append(f"{error}。")
    return ImportedRow(row.number, raw, parsed, tuple(problems))


def _value(column: ImportColumn, text: str) -> Any:
    if not text:
        if column.required:
            raise ValueError(f"“{column.header}”没有填写")
        return column.blank
    try:
        return column.parse(text)
    except ValueError as error:
        raise ValueError(f"“{column.header}”填写的“{shortened(text)}”{error}") from None


def shortened(text: str) -> str:
    """Return a cell's text as a sentence quotes it: its beginning."""
    return text if len(text) <= SHOWN_VALUE else f"{text[:SHOWN_VALUE]}…"


def _checked(spec: TableImport, rows: Sequence[ImportedRow]) -> tuple[ImportedRow, ...]:
    """Add what the rules across rows say."""
    sentences = spec.check_table(rows) if spec.check_table else {}
    return tuple(
        ImportedRow(row.number, row.raw, row.parsed, (*row.problems, *sentences.get(row.number, ())))
        for row in rows
    )
