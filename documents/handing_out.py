"""Handing a printed paper out, flagged where it lacks a character."""

import logging
from pathlib import PurePath

from django.http import HttpResponse

from documents.printed import Pdf
from ostami.downloads import PDF, file_response

logger = logging.getLogger(__name__)


def flagged_name(pdf: Pdf, filename: str) -> str:
    """Return the name under which a paper is handed out; it names the characters that no font has.

    Somebody's name printed as a box must not go unnoticed: ``证书 1.pdf`` becomes ``证书 1（缺字 𪚥）.pdf``,
    and the log names the code points, so that a font can be installed.
    """
    if not pdf.missing_glyphs:
        return filename
    points = " ".join(f"U+{ord(glyph):04X}" for glyph in pdf.missing_glyphs)
    logger.warning("no installed font has %s", points)
    name = PurePath(filename)
    return f"{name.stem}（缺字 {' '.join(pdf.missing_glyphs)}）{name.suffix}"


def pdf_response(pdf: Pdf, filename: str) -> HttpResponse:
    """Answer with a printed paper, under its flagged name."""
    return file_response(pdf.content, flagged_name(pdf, filename), PDF)
