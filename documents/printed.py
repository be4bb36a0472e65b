"""What printing yields: a file with what is known about it, or an error."""

from dataclasses import dataclass


class PaperError(Exception):
    """A paper cannot be printed whole: it asks for something it may not load, or a picture is broken."""


@dataclass(frozen=True, slots=True)
class Pdf:
    """A printed paper: the file, the characters for which no installed font has a glyph, its pages."""

    content: bytes
    missing_glyphs: tuple[str, ...]
    pages: int
