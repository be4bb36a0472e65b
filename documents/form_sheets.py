"""A form or letter as data: a title and blocks of text, fields and grids."""

from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from documents.cells import Align
from documents.grids import Grid
from documents.wording import Printable

TEXT_PT = 12.0


@dataclass(frozen=True)
class Field(Printable):
    """A label and its value outside a grid, printed ``label：value suffix``."""

    label: str
    value: str = ""
    suffix: str = ""

    @property
    def printed(self) -> str:
        """The field as one line."""
        return f"{self.label}：{self.value}" + (f" {self.suffix}" if self.suffix else "")


@dataclass(frozen=True)
class Fields:
    """Fields side by side on one line."""

    kind: ClassVar[str] = "fields"
    fields: tuple[Field, ...]

    def cells(self) -> list[tuple[str, str]]:
        """Return the fields as (label, value)."""
        return [(field.label, field.value) for field in self.fields]


@dataclass(frozen=True)
class Cover(Fields, Printable):
    """A page of its own without a grid: the sheet's title large, fields one a line, and a foot."""

    kind: ClassVar[str] = "cover"
    foot: str = ""


@dataclass(frozen=True)
class Heading(Printable):
    """A heading within a sheet."""

    kind: ClassVar[str] = "heading"
    text: str

    def cells(self) -> list[tuple[str, str]]:
        """Return nothing: a heading holds no cell."""
        return []


@dataclass(frozen=True)
class Text(Printable):
    """A paragraph; `indent` sets the first line in by two characters, as letters do."""

    kind: ClassVar[str] = "text"
    text: str
    align: Align = Align.START
    indent: bool = False

    def cells(self) -> list[tuple[str, str]]:
        """Return nothing: a paragraph holds no cell."""
        return []


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page."""

    kind: ClassVar[str] = "page_break"

    def cells(self) -> list[tuple[str, str]]:
        """Return nothing: a page break holds no cell."""
        return []


Block: TypeAlias = Fields | Cover | Heading | Text | PageBreak | Grid


@dataclass(frozen=True)
class FormSheet(Printable):
    """A paper: what it says and how its cells lie, for every renderer.

    `code` (such as 附件1) stands above the title at the left, `subtitle` lines below it in the middle. The
    title may hold line breaks. `watermark` marks every page (practice papers: 演练), `footer` stands at the
    foot of every page; a PDF has the page's number before it if the sheet is `numbered`. `address` stands as
    a QR code in the upper right corner of every page. A sheet is A4, upright unless `landscape`, its text
    `text_pt` points high.
    """

    title: str
    blocks: tuple[Block, ...]
    code: str = ""
    subtitle: tuple[str, ...] = ()
    landscape: bool = False
    watermark: str | None = None
    footer: str = ""
    numbered: bool = False
    address: str = ""
    text_pt: float = TEXT_PT

    @property
    def plain_title(self) -> str:
        """The title on one line, as the file's title."""
        return self.title.replace("\n", "")

    @property
    def has_cover(self) -> bool:
        """Whether a cover shows the title, so that it isn't printed above the first block."""
        return bool(self.blocks) and isinstance(self.blocks[0], Cover)

    @property
    def grids(self) -> list[Grid]:
        """The sheet's grids in order."""
        return [block for block in self.blocks if isinstance(block, Grid)]

    def cells(self) -> list[tuple[str, str]]:
        """Return every field and filled cell of the paper as (label, what it shows), in reading order."""
        return [cell for block in self.blocks for cell in block.cells()]
