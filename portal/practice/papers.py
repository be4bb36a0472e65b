"""The folder into which a journey's papers are written."""

from dataclasses import dataclass, field
from pathlib import Path

from documents.press import Pdf


class PaperError(Exception):
    """A paper of the journey isn't as it should be."""


@dataclass(slots=True)
class Papers:
    """The folder that the papers are written to."""

    folder: Path
    written: list[str] = field(default_factory=list)

    def keep(self, name: str, content: bytes) -> None:
        """Write one paper."""
        (self.folder / name).write_bytes(content)
        self.written.append(name)

    def keep_pdf(self, name: str, pdf: Pdf) -> None:
        """Write a printed paper.

        Raises:
            PaperError: a character of it has no glyph in any installed font.
        """
        if pdf.missing_glyphs:
            raise PaperError(f"{name}: no glyph for {' '.join(pdf.missing_glyphs)}")
        self.keep(name, pdf.content)
