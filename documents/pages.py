"""Sheets as what the print template needs: page styles, and grids split into a repeated head and a body."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias

from documents.cells import CellRole, Photo
from documents.codes import BLACK, code_url
from documents.form_sheets import FormSheet
from documents.grids import Grid, Placed
from documents.watermarks import data_url, watermark_url

StyleKey: TypeAlias = tuple[bool, str, bool, bool]
CELL_PADDING_MM = 2.4  # above and below the text of a cell, in print.css


@dataclass(frozen=True, slots=True)
class PageStyle:
    """A kind of page: its name in the style sheet, which way the paper lies, its mark, if coded, numbered."""

    name: str
    orientation: str
    mark: str
    coded: bool
    numbered: bool


@dataclass(frozen=True, slots=True)
class PrintHeight:
    """A height as a class: hundreds of cells share it, and parsing a style of each one's own is slow."""

    cell_mm: float

    @property
    def name(self) -> str:
        """The class."""
        return f"h{self.cell_mm * 100:.0f}"

    @property
    def outer(self) -> str:
        """The cell's height."""
        return f"{self.cell_mm:g}mm"

    @property
    def inner(self) -> str:
        """The height between the cell's paddings."""
        return f"{max(self.cell_mm - CELL_PADDING_MM, 0):g}mm"


@dataclass(frozen=True, slots=True)
class PrintCell:
    """A cell as the template prints it; its height in mm is that of the rows it spans."""

    text: str
    foot: str
    classes: str
    colspan: int
    rowspan: int
    height_mm: float
    picture: str = ""
    picture_size: str = ""

    @property
    def height(self) -> PrintHeight:
        """The least height as a class of the style sheet."""
        return PrintHeight(self.height_mm)


@dataclass(frozen=True, slots=True)
class PrintRow:
    """A row of cells; one that holds no running text stays whole on its page."""

    cells: tuple[PrintCell, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class PrintGrid:
    """A grid: column widths, rows repeated on every page, the others, and whether all stay on one."""

    shares: tuple[str, ...]
    head: tuple[PrintRow, ...]
    body: tuple[PrintRow, ...]
    together: bool


@dataclass(frozen=True, slots=True)
class PrintBlock:
    """A block with the kind that picks its template; `grid` is set where it is one."""

    kind: str
    block: object
    grid: PrintGrid | None = None

    @property
    def template(self) -> str:
        """The template that prints this kind of block."""
        return f"documents/blocks/{self.kind}.html"


@dataclass(frozen=True, slots=True)
class PrintSheet:
    """A sheet with its page style and its blocks; `code` is its QR code as a data: URL."""

    sheet: FormSheet
    page: PageStyle
    text_size: str
    blocks: tuple[PrintBlock, ...]
    code: str


def print_sheets(sheets: Iterable[FormSheet]) -> list[PrintSheet]:
    """Return what the template needs of `sheets`; sheets on the same kind of page share its style."""
    styles: dict[StyleKey, PageStyle] = {}
    return [_print_sheet(sheet, styles) for sheet in sheets]


def cell_heights(sheets: Iterable[PrintSheet]) -> list[PrintHeight]:
    """Return the heights that occur in `sheets`, each once."""
    grids = (block.grid for sheet in sheets for block in sheet.blocks if block.grid)
    rows = (row for grid in grids for row in (*grid.head, *grid.body))
    return list(dict.fromkeys(cell.height for row in rows for cell in row.cells))


def _print_sheet(sheet: FormSheet, styles: dict[StyleKey, PageStyle]) -> PrintSheet:
    key = (sheet.landscape, sheet.watermark or "", bool(sheet.address), sheet.numbered)
    page = styles.setdefault(key, _page_style(len(styles) + 1, *key))
    blocks = tuple(_print_block(block) for block in sheet.blocks)
    code = code_url(sheet.address, dark=BLACK, border=0) if sheet.address else ""
    return PrintSheet(sheet, page, f"{sheet.text_pt:g}pt", blocks, code)


def _page_style(number: int, landscape: bool, watermark: str, coded: bool, numbered: bool) -> PageStyle:  # noqa: FBT001  parts of the key
    mark = watermark_url(watermark, landscape=landscape) if watermark else ""
    return PageStyle(f"page{number}", "landscape" if landscape else "portrait", mark, coded, numbered)


def _print_block(block: object) -> PrintBlock:
    if isinstance(block, Grid):
        return PrintBlock("grid", block, print_grid(block))
    return PrintBlock(getattr(block, "kind", ""), block)


def print_grid(grid: Grid) -> PrintGrid:
    """Split `grid` into the rows repeated on every page and the others."""
    rows = tuple(
        PrintRow(tuple(_cells_of(grid, index)), whole=not row.runs_on) for index, row in enumerate(grid.rows)
    )
    shares = tuple(f"{share:.4%}" for share in grid.shares)
    head = grid.repeated_rows
    return PrintGrid(shares, rows[:head], rows[head:], grid.kept_together)


def _cells_of(grid: Grid, row: int) -> Iterable[PrintCell]:
    for column, place in enumerate(grid.places[row]):
        if place.starts_at(row, column):
            yield _print_cell(grid, place)
        elif row >= grid.repeated_rows > place.row and place.column == column:
            yield _continuation(grid, place, row)


def _print_cell(grid: Grid, place: Placed) -> PrintCell:
    cell, head = place.cell, grid.repeated_rows
    goes_on = place.row < head < place.row + cell.rowspan
    span = head - place.row if goes_on else cell.rowspan
    height = grid.height_of(replace(place, cell=replace(cell, rowspan=span)))
    classes = _classes(grid, place) + (" opens" if goes_on else "")
    if cell.photo:
        return PrintCell("", "", f"{classes} picture", cell.colspan, span, height, *_picture(cell.photo))
    return PrintCell(cell.text, cell.foot, classes, cell.colspan, span, height)


def _picture(photo: Photo) -> tuple[str, str]:
    size = f"width:{photo.width_mm:g}mm;height:{photo.height_mm:g}mm"
    return data_url(photo.content, photo.content_type), size


def _continuation(grid: Grid, place: Placed, row: int) -> PrintCell:
    closes = row == place.row + place.cell.rowspan - 1
    classes = "goes-on closes" if closes else "goes-on"
    return PrintCell("", "", classes, place.cell.colspan, 1, grid.rows[row].height_mm)


def _classes(grid: Grid, place: Placed) -> str:
    heads = grid.rows[place.row].heading and place.cell.rowspan == 1 and place.cell.role is CellRole.LABEL
    return f"{place.cell.horizontal} {place.cell.vertical}{' head' if heads else ''}"
