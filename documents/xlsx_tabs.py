"""One list as a tab of a workbook."""

from collections.abc import Sequence
from datetime import date
from itertools import accumulate, pairwise
from math import ceil

from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from documents.table_sheets import ColumnKind, Pair, TableSheet
from documents.wording import TableValue, columns_of, value_in_words
from documents.xlsx_styles import FACT, HEADING, TITLE, body_style, fact_style

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\n")
TITLE_PT, LINE_PT, ROW_PADDING_PT = 34.0, 15.0, 6.0
MARGIN_INCHES = 0.45

Content = tuple[TableValue, str]  # a cell's value and the name of its style
Merged = tuple[Content, int]  # a cell and the number of columns that it takes


class TabWriter:
    """Writes one list into an empty tab, row by row; the tab may be one that is streamed to the file."""

    def __init__(self, tab: Worksheet, table: TableSheet) -> None:
        self.tab, self.table = tab, table
        self.widths = [column.width for column in table.columns]
        self.rows_written = 0

    def write(self) -> None:
        """Write the tab."""
        lines = self._pair_lines(self.table.facts)
        heading_row = 2 + len(lines)
        self._set_page(heading_row)
        self._write_merged([((self.table.marked_title, TITLE), len(self.widths))], height=TITLE_PT)
        for line in lines:
            self._write_merged(line)
        self._write_row([(column.header, HEADING) for column in self.table.columns])
        styles = [body_style(column.kind) for column in self.table.columns]
        for held in self.table.rows:
            self._write_row(list(zip(held, styles, strict=True)))
        for line in self._pair_lines(self.table.signatures):
            self._write_merged(line)
        self.tab.print_area = f"A1:{get_column_letter(len(self.widths))}{self.rows_written}"

    def _set_page(self, heading_row: int) -> None:
        """Set widths, frozen panes and the paper, which must stand before the first row."""
        tab = self.tab
        for number, width in enumerate(self.widths, start=1):
            tab.column_dimensions[get_column_letter(number)].width = width
        tab.freeze_panes = f"{get_column_letter(self.table.frozen_columns + 1)}{heading_row + 1}"
        tab.print_title_rows = f"1:{heading_row}"  # title and facts too: each page can be told apart
        tab.page_setup.orientation = "landscape" if self.table.landscape else "portrait"
        tab.page_setup.paperSize = Worksheet.PAPERSIZE_A4
        tab.page_setup.fitToWidth, tab.page_setup.fitToHeight = 1, 0
        tab.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        tab.page_margins = PageMargins(left=MARGIN_INCHES, right=MARGIN_INCHES, top=0.75, bottom=0.7)
        tab.print_options.horizontalCentered = True
        self._set_notes(tab.oddHeader, tab.oddFooter)

    def _set_notes(self, header: HeaderFooterItem | None, footer: HeaderFooterItem | None) -> None:
        """Set what each printed page says above and below: the mark, the footer and the page's number."""
        if header is not None and footer is not None:
            header.right.text = _literal(self.table.watermark or "")
            footer.left.text = _literal(self.table.footer)
            footer.right.text = "第 &P 页，共 &N 页"

    def _pair_lines(self, pairs: Sequence[Pair]) -> list[list[Merged]]:
        """Part facts or signatures into lines, as few as hold every text without a break."""
        for size in range(max(1, len(self.widths) // 2), 0, -1):
            lines = [self._pair_line(pairs[start : start + size]) for start in range(0, len(pairs), size)]
            if size == 1 or all(self._fits(line) for line in lines):
                return lines
        return []

    def _pair_line(self, pairs: Sequence[Pair]) -> list[Merged]:
        cells: list[Content] = []
        for name, held in pairs:
            cells += [(name, FACT), (held, fact_style(_kind(held)))]
        return list(zip(cells, spans(self.widths, [_room(held) for held, _ in cells]), strict=True))

    def _fits(self, line: Sequence[Merged]) -> bool:
        """Tell whether every cell of the line is at least as wide as its text."""
        groups = self._group_widths(line)
        return all(_room(held) <= width for ((held, _), _), width in zip(line, groups, strict=True))

    def _group_widths(self, line: Sequence[Merged]) -> list[float]:
        ends = list(accumulate((span for _, span in line), initial=0))
        return [sum(self.widths[start:end]) for start, end in pairwise(ends)]

    def _write_merged(self, line: Sequence[Merged], *, height: float = 0) -> None:
        """Write a row of cells, each merged over its number of columns."""
        height = height or _height([held for (held, _), _ in line], self._group_widths(line))
        row: list[Content] = []
        for cell, span in line:
            first, last = get_column_letter(len(row) + 1), get_column_letter(len(row) + span)
            if span > 1:
                self.tab.merged_cells.add(f"{first}{self.rows_written + 1}:{last}{self.rows_written + 1}")
            row += [cell, *[(None, cell[1])] * (span - 1)]
        self._write_row(row, height=height)

    def _write_row(self, cells: Sequence[Content], *, height: float = 0) -> None:
        self.rows_written += 1
        height = height or _height([held for held, _ in cells], self.widths)
        self.tab.row_dimensions[self.rows_written].height = height
        self.tab.append([self._cell(*cell) for cell in cells])

    def _cell(self, held: TableValue, style: str) -> Cell:
        cell: Cell = WriteOnlyCell(self.tab, None if held == "" else held)  # type: ignore[arg-type]  # dates and decimals are taken too
        cell.style = style
        if held and isinstance(held, str):
            cell.data_type = "s"  # openpyxl takes = for a formula and #N/A for an error
            cell.quotePrefix = held.startswith(FORMULA_STARTS)  # and so does Excel, once the cell is edited
        return cell


def spans(widths: Sequence[float], wanted: Sequence[float]) -> list[int]:
    """Part columns of `widths` into as many neighbouring groups as `wanted`, about in its proportions.

    Every group has at least one column, and together they cover all columns.
    """
    taken, result = 0, []
    for index, want in enumerate(wanted):
        left = len(wanted) - index - 1
        most = max(1, len(widths) - taken - left)
        aim = sum(widths[taken:]) * want / sum(wanted[index:])
        result.append(most if not left else max(1, min(most, _columns_for(widths[taken:], aim))))
        taken += result[-1]
    return result


def _columns_for(widths: Sequence[float], aim: float) -> int:
    """Return how many of the first columns come nearest to the width `aim`."""
    return min(range(len(widths) + 1), key=lambda count: abs(sum(widths[:count]) - aim))


def _height(held: Sequence[TableValue], widths: Sequence[float]) -> float:
    """Return the height at which the longest text of a row is seen whole."""
    texts = ((entry, width) for entry, width in zip(held, widths, strict=False) if isinstance(entry, str))
    return max((_lines(text, width) for text, width in texts), default=1) * LINE_PT + ROW_PADDING_PT


def _lines(text: str, width: float) -> int:
    if 2 * len(text) <= width and "\n" not in text:  # the common case, without measuring
        return 1
    return sum(ceil(max(columns_of(line), 1) / max(width, 1)) for line in text.split("\n"))


def _kind(held: TableValue) -> ColumnKind:
    if isinstance(held, date):
        return ColumnKind.DATE
    return ColumnKind.TEXT if held is None or isinstance(held, str) else ColumnKind.NUMBER


def _room(held: TableValue) -> float:
    return columns_of(value_in_words(held)) + 2


def _literal(text: str) -> str | None:
    """Return `text` for a page header, in which & begins a command."""
    return text.replace("&", "&&") or None
