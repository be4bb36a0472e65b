"""A sheet as pages of a Word document: its title and its blocks."""

from itertools import accumulate

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from documents.docx_base import shrink
from documents.docx_grids import ALIGNMENTS, GridWriter
from documents.form_sheets import Block, Cover, Field, Fields, FormSheet, Heading, PageBreak, Text
from documents.grids import Grid
from documents.wording import columns_of

FIELD_GAP = 3
CENTER = WD_ALIGN_PARAGRAPH.CENTER
TITLE_PT, HEADING_PT, COVER_PT, COVER_FIELD_PT = 22, 16, 30, 16
COVER_LEFT_MM, COVER_VALUE_MM, COVER_RIGHT_MM = 21, 98, 132


class SheetWriter:
    """Writes one sheet's title and blocks into a document, `width_mm` wide."""

    def __init__(self, document: Document, sheet: FormSheet, *, width_mm: float) -> None:
        self.document, self.sheet, self.width_mm = document, sheet, width_mm
        self.breaks = False
        self.after_grid = False

    def write(self) -> None:
        """Write the sheet."""
        if not self.sheet.has_cover:
            self._write_title()
        for block in self.sheet.blocks:
            self._write_block(block)
            self.after_grid = isinstance(block, Grid)

    def _write_block(self, block: Block) -> None:
        match block:
            case Grid():
                self._write_grid(block)
            case Cover():
                self._write_cover(block)
            case Fields():
                self._write_fields(block)
            case Heading():
                self._line(block.text, align=CENTER, size=HEADING_PT, bold=True, before=6, after=10)
            case Text():
                self._write_text(block)
            case PageBreak():
                self.breaks = True

    def _paragraph(self) -> Paragraph:
        """Add a paragraph, on a new page where a page break came before it."""
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.page_break_before = self.breaks or None
        self.breaks = False
        return paragraph

    def _line(
        self,
        text: str,
        *,
        align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT,
        size: float | None = None,
        bold: bool = False,
        before: float = 0,
        after: float = 0,
    ) -> Paragraph:
        paragraph = self._paragraph()
        paragraph.alignment = align
        paragraph.paragraph_format.space_before = Pt(before)
        paragraph.paragraph_format.space_after = Pt(after)
        run = paragraph.add_run(text)
        run.font.size, run.font.bold = Pt(size or self.sheet.text_pt), bold or None
        return paragraph

    def _write_title(self) -> None:
        if self.sheet.code:
            self._line(self.sheet.code)
        self._line(self.sheet.title, align=CENTER, size=TITLE_PT, bold=True, after=12)
        for line in self.sheet.subtitle:
            self._line(line, align=CENTER, after=6)

    def _write_grid(self, grid: Grid) -> None:
        if self.breaks or self.after_grid:  # a table cannot break the page itself, and Word joins neighbours
            shrink(self._paragraph())
        GridWriter(self.document, grid, width_mm=self.width_mm, text_pt=self.sheet.text_pt).write()

    def _write_text(self, text: Text) -> None:
        paragraph = self._line(text.text, align=ALIGNMENTS[text.align], after=6)
        if text.indent:
            properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001  python-docx has no indent in characters
            properties.get_or_add_ind().set(qn("w:firstLineChars"), "200")

    def _write_fields(self, fields: Fields) -> None:
        """Write fields on one line, each with room in proportion to its length."""
        texts = [field.printed for field in fields.fields]
        paragraph = self._line("\t".join(texts), before=8 if self.after_grid else 0, after=6)
        ends = list(accumulate(columns_of(text) + FIELD_GAP for text in texts))
        for end in ends[:-1]:
            paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(self.width_mm * end / ends[-1]))

    def _write_cover(self, cover: Cover) -> None:
        title = self._line(self.sheet.title, align=CENTER, size=COVER_PT, bold=True, before=100, after=110)
        title.paragraph_format.line_spacing = 1.5
        for field in cover.fields:
            self._write_cover_field(field)
        if cover.foot:
            self._line(cover.foot, align=CENTER, size=COVER_FIELD_PT, before=170)
        self.breaks = True

    def _write_cover_field(self, field: Field) -> None:
        """Write the label, the value in the middle of a line to write on, and the suffix behind it."""
        paragraph = self._line(f"{field.label}：", size=COVER_FIELD_PT, after=16)
        paragraph.paragraph_format.left_indent = Mm(COVER_LEFT_MM)
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(Mm(COVER_VALUE_MM), WD_TAB_ALIGNMENT.CENTER)
        stops.add_tab_stop(Mm(COVER_RIGHT_MM))
        line = paragraph.add_run(f"\t{field.value}\t")
        line.font.underline = True
        behind = paragraph.add_run(f" {field.suffix}" if field.suffix else "")
        line.font.size = behind.font.size = Pt(COVER_FIELD_PT)
