"""One cell of a form: what it shows, how it lies, and the short ways to make one."""

from dataclasses import dataclass
from enum import StrEnum

from documents.wording import Printable

PICTURE_SIGNATURES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


class CellRole(StrEnum):
    """What a cell is for: it decides the cell's look and how the sheet is read back."""

    LABEL = "label"
    VALUE = "value"
    PHOTO = "photo"
    SIGNATURE = "signature"


class Align(StrEnum):
    """Where text stands between the left and right border of its cell or page."""

    START = "start"
    CENTER = "center"
    END = "end"


class VAlign(StrEnum):
    """Where text stands between the top and bottom border of its cell."""

    TOP = "top"
    MIDDLE = "middle"
    BOTTOM = "bottom"


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture in a cell: the file's bytes (JPEG or PNG) and the size in millimetres in which it prints.

    Raises:
        ValueError: the bytes are neither a JPEG nor a PNG file.
    """

    content: bytes
    width_mm: float
    height_mm: float

    def __post_init__(self) -> None:
        if not self.content_type:
            raise ValueError("A photo must be a JPEG or PNG file.")

    @property
    def content_type(self) -> str:
        """The media type by the file's first bytes; empty where it is neither JPEG nor PNG."""
        known = (kind for head, kind in PICTURE_SIGNATURES.items() if self.content.startswith(head))
        return next(known, "")


@dataclass(frozen=True)
class Cell(Printable):
    """One cell of a grid.

    `foot` is the line at the bottom of a signature cell. A photo cell shows its text only while it has no
    photo. Without an `align`, labels, values and photos are centred and signatures start at the left.
    """

    text: str = ""
    role: CellRole = CellRole.VALUE
    colspan: int = 1
    rowspan: int = 1
    align: Align | None = None
    valign: VAlign | None = None
    foot: str = ""
    photo: Photo | None = None

    @property
    def printed(self) -> str:
        """The text that the cell shows: nothing beside a photo, a signature's text above its foot."""
        if self.photo:
            return ""
        return "\n".join(part for part in (self.text, self.foot) if part)

    @property
    def horizontal(self) -> Align:
        """The alignment that applies."""
        return self.align or (Align.START if self.role is CellRole.SIGNATURE else Align.CENTER)

    @property
    def vertical(self) -> VAlign:
        """The vertical alignment that applies."""
        return self.valign or (VAlign.TOP if self.role is CellRole.SIGNATURE else VAlign.MIDDLE)


def label(text: str, *, colspan: int = 1, rowspan: int = 1) -> Cell:
    """Return a cell that names the one beside or below it."""
    return Cell(text, CellRole.LABEL, colspan, rowspan)


def value(
    text: str = "",
    *,
    colspan: int = 1,
    rowspan: int = 1,
    align: Align | None = None,
    valign: VAlign | None = None,
) -> Cell:
    """Return a cell to fill, filled with `text`."""
    return Cell(text, CellRole.VALUE, colspan, rowspan, align, valign)


def signature(text: str = "", *, foot: str, colspan: int = 1, rowspan: int = 1) -> Cell:
    """Return a cell for an opinion, signed and sealed on the `foot` line at its bottom."""
    return Cell(text, CellRole.SIGNATURE, colspan, rowspan, foot=foot)


def portrait(photo: Photo | None, *, text: str = "照片", colspan: int = 1, rowspan: int = 1) -> Cell:
    """Return a cell with a picture, or with `text` where the picture is to be stuck on."""
    return Cell(text, CellRole.PHOTO, colspan, rowspan, photo=photo)
