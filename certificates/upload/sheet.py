"""The upload sheet as a workbook: the headings in the first row, every cell text, nothing else."""

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from certificates.upload.rows import HEADINGS, UploadRow
from documents.watermarks import practice_mark

TAB = "证书数据"
WIDTHS = (14, 10, 22, 28, 18, 18, 14, 26, 14, 30, 30)
PORTION = 50


def upload_workbook(
    rows: Sequence[UploadRow], *, progress: Callable[[int, int], None] | None = None
) -> bytes:
    """Write checked rows; on a practice portal the tab says so, since the columns are the register's.

    Args:
        rows: in the order in which they are written.
        progress: told now and then how many of how many rows are written.
    """
    workbook = Workbook()
    tab: Any = workbook.active
    tab.title = practice_mark(TAB)
    _write(tab, 1, HEADINGS)
    for row in rows:
        _write(tab, row.order + 1, row.cells)
        if progress and row.order % PORTION == 0:
            progress(row.order, len(rows))
    for number, width in enumerate(WIDTHS, start=1):
        tab.column_dimensions[get_column_letter(number)].width = width
    tab.freeze_panes = "A2"
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def _write(tab: Any, number: int, texts: Sequence[str]) -> None:
    for column, text in enumerate(texts, start=1):
        cell = tab.cell(number, column, text)
        cell.data_type = "s"  # openpyxl takes = for a formula
        cell.number_format = "@"
