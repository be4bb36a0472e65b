"""Workbooks as people send them, good and bad."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from openpyxl import Workbook, load_workbook

from documents.table_import import (
    ImportColumn,
    ImportedRow,
    TableImport,
    choice,
    day,
    repeats,
    text,
    whole_number,
)

KINDS = {"加工设备": "machine", "检测仪器": "gauge"}
GOOD_ROW = ["0012", "卧式车床", "加工设备", "3", "2026-09-01"]
HEADERS = ["编号", "设备名称", "类别", "数量", "启用日期"]


def no_repeats(rows: Iterable[ImportedRow]) -> dict[int, list[str]]:
    return repeats(list(rows), "code", "编号")


def machines(**changes: Any) -> TableImport:
    """The table of these tests: a school's machines."""
    columns = (
        ImportColumn("编号", "code", text(8), hint="学校自编", sample="0012"),
        ImportColumn("设备名称", "name", text(20)),
        ImportColumn("类别", "kind", choice(KINDS)),
        ImportColumn("数量", "count", whole_number(1, 99)),
        ImportColumn("启用日期", "used_from", day, required=False),
    )
    return TableImport(**{"title": "设备", "columns": columns, "check_table": no_repeats, **changes})


def saved(workbook: Workbook) -> bytes:
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def sheet(*rows: Iterable[Any], headers: Iterable[Any] = HEADERS, tab: str = "设备") -> bytes:
    """A workbook with one tab."""
    workbook = Workbook()
    active: Any = workbook.active
    active.title = tab
    active.append(list(headers))
    for row in rows:
        active.append(list(row))
    return saved(workbook)


def numbered(count: int) -> bytes:
    """A workbook of `count` good rows."""
    return sheet(*([f"{number:04d}", *GOOD_ROW[1:]] for number in range(count)))


def changed(content: bytes, **cells: Any) -> bytes:
    """The workbook with some cells of its first tab changed."""
    workbook = load_workbook(BytesIO(content))
    for place, value in cells.items():
        cell = workbook.worksheets[0][place]
        cell.value = value
        if isinstance(value, str) and value.startswith("="):
            cell.data_type = "f"
    return saved(workbook)


def repacked(content: bytes, *, stored: bool = False, without: str = "", **parts: bytes) -> bytes:
    """The workbook with parts added, replaced (`xl__workbook_xml`) or left out."""
    names = {
        name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"): body
        for name, body in parts.items()
    }
    out = BytesIO()
    with (
        ZipFile(BytesIO(content)) as source,
        ZipFile(out, "w", ZIP_STORED if stored else ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            if name not in names and name != without:
                target.writestr(name, source.read(name))
        for name, body in names.items():
            target.writestr(name, body)
    return out.getvalue()


def part(content: bytes, name: str) -> bytes:
    with ZipFile(BytesIO(content)) as archive:
        return archive.read(name)
