"""A grid as a Word table: the same cells, spans, heights and photos."""

from collections.abc import Iterator
from io import BytesIO
from math import ceil

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from documents.cells import Align, Cell, CellRole, Photo, VAlign
from documents.docx_base import child
from documents.grids import Grid, Placed

ALIGNMENTS = {
    Align.START: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTER: WD_ALIGN_PARAGRAPH.CENTER,
    Align.END: WD_ALIGN_PARAGRAPH.RIGHT,
}
VERTICALS = {VAlign.TOP: "top", VAlign.MIDDLE: "center", VAlign.BOTTOM: "bottom"}
SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
LINE = {"val": "single", "sz": "4", "space": "0", "color": "000000"}
NO_LINE = {"val": "nil"}
MM_PER_PT = 25.4 / 72
LINE_HEIGHT = 1.35
CELL_SIDE_MM = 1.4


class GridWriter:
    """Writes one grid into a document, `width_mm` wide, in type of `text_pt` points."""

    def __init__(self, document: Document, grid: Grid, *, width_mm: float, text_pt: float) -> None:
        self.grid, self.width_mm, self.text_pt = grid, width_mm, text_pt
        self.table = document.add_table(0, len(grid.columns))

    def write(self) -> None:
        """Write the table."""
        self._set_frame()
        for index, row in enumerate(self.grid.rows):
            tr = child(self.table._tbl, "tr")  # noqa: SLF001  python-docx builds merged tables in quadratic time
            traits = child(tr, "trPr")
            if not row.runs_on:
                child(traits, "cantSplit")
            child(traits, "trHeight", val=_twips(row.height_mm), hRule="atLeast")
            if index < self.grid.repeated_rows:
                child(traits, "tblHeader")
            for place, first in self._slots(index):
                self._write_cell(tr, place, row=index, first=first)

    def _set_frame(self) -> None:
        table: Table = self.table
        frame = table._tbl.tblPr  # noqa: SLF001
        for element in list(frame):
            frame.remove(element)
        child(frame, "tblW", w=_twips(self.width_mm), type="dxa")
        child(frame, "jc", val="center")
        borders = child(frame, "tblBorders")
        for side in SIDES:
            child(borders, side, **LINE)
        child(frame, "tblLayout", type="fixed")
        margins = child(frame, "tblCellMar")
        for side in ("left", "right"):
            child(margins, side, w=_twips(CELL_SIDE_MM), type="dxa")
        for column, share in zip(table.columns, self.grid.shares, strict=True):
            column.width = Mm(self.width_mm * share)

    def _slots(self, row: int) -> Iterator[tuple[Placed, bool]]:
        """Yield the cells over `row` from the left, each with whether it begins here."""
        for column, place in enumerate(self.grid.places[row]):
            if place.column == column:
                yield place, place.row == row

    def _write_cell(self, tr: BaseOxmlElement, place: Placed, *, row: int, first: bool) -> None:
        tc = child(tr, "tc")
        self._set_traits(child(tc, "tcPr"), place, row)
        cell = _Cell(tc, self.table)  # type: ignore[arg-type]  # made by name, it is a CT_Tc
        paragraph = Paragraph(child(tc, "p"), cell)  # type: ignore[arg-type]
        if first:
            self._fill(cell, paragraph, place)
        if self.grid.kept_together:
            paragraph.paragraph_format.keep_with_next = True

    def _set_traits(self, traits: BaseOxmlElement, place: Placed, row: int) -> None:
        """Set width, spans, lines and vertical alignment, in the order that the format demands."""
        cell, head = place.cell, self.grid.repeated_rows
        child(traits, "tcW", w=_twips(self.width_mm * self.grid.width_of(place)), type="dxa")
        if cell.colspan > 1:
            child(traits, "gridSpan", val=str(cell.colspan))
        leaves_head = place.row < head < place.row + cell.rowspan
        if cell.rowspan > 1:
            begins = row == place.row or (leaves_head and row == head)
            child(traits, "vMerge", val="restart" if begins else "continue")
        if leaves_head:
            child(child(traits, "tcBorders"), "bottom" if row < head else "top", **NO_LINE)
        if cell.photo:
            margins = child(traits, "tcMar")
            for side in ("left", "right"):
                child(margins, side, w="0", type="dxa")
        child(traits, "vAlign", val=_vertical(cell))

    def _fill(self, cell: _Cell, paragraph: Paragraph, place: Placed) -> None:
        held = place.cell
        paragraph.alignment = ALIGNMENTS[held.horizontal]
        if held.photo:
            _add_picture(paragraph, held.photo)
            return
        if held.text or not held.foot:
            self._write(paragraph, held.text, bold=self._is_heading(place))
        if held.foot:
            self._write_foot(cell.add_paragraph() if held.text else paragraph, place)

    def _is_heading(self, place: Placed) -> bool:
        cell = place.cell
        return self.grid.rows[place.row].heading and cell.rowspan == 1 and cell.role is CellRole.LABEL

    def _write(self, paragraph: Paragraph, text: str, *, bold: bool = False) -> None:
        run = paragraph.add_run(text)
        run.font.size, run.font.bold = Pt(self.text_pt), bold or None

    def _write_foot(self, paragraph: Paragraph, place: Placed) -> None:
        """Write the line to sign on, pushed down to where the cell's bottom will be."""
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.right_indent, paragraph.paragraph_format.space_after = Mm(4), Mm(1)
        if place.cell.text:
            paragraph.paragraph_format.space_before = Mm(self._room_below_text(place))
        self._write(paragraph, place.cell.foot)

    def _room_below_text(self, place: Placed) -> float:
        per_line = (self.width_mm * self.grid.width_of(place) - 2 * CELL_SIDE_MM) / (self.text_pt * MM_PER_PT)
        lines = sum(max(1, ceil(len(line) / per_line)) for line in place.cell.text.split("\n"))
        line_mm = self.text_pt * MM_PER_PT * LINE_HEIGHT
        return max(0.0, self.grid.height_of(place) - (lines + 1) * line_mm - 3)


def _vertical(cell: Cell) -> str:
    """Return Word's word for the vertical alignment; a foot without text above it stands at the bottom."""
    return VERTICALS[VAlign.BOTTOM if cell.foot and not cell.text else cell.vertical]


def _add_picture(paragraph: Paragraph, photo: Photo) -> None:
    size = {"width": Mm(photo.width_mm), "height": Mm(photo.height_mm)}
    paragraph.add_run().add_picture(BytesIO(photo.content), **size)


def _twips(millimetres: float) -> str:
    return str(round(millimetres / 25.4 * 1440))
