"""Binding papers that were printed in portions into one file."""

from collections.abc import Iterable
from io import BytesIO

from pypdf import PdfReader, PdfWriter

from documents.printed import Pdf


def bound(portions: Iterable[Pdf]) -> Pdf:
    """Return one file with the pages of all portions in order; missing characters are named once.

    Printing by portions keeps memory flat and tells progress; each portion brings its own fonts along.
    """
    whole, missing, pages = PdfWriter(), dict[str, None](), 0
    for portion in portions:
        whole.append(PdfReader(BytesIO(portion.content)))
        missing.update(dict.fromkeys(portion.missing_glyphs))
        pages += portion.pages
    # Every portion brought the same fonts, pictures and colours.
    whole.compress_identical_objects()
    out = BytesIO()
    whole.write(out)
    return Pdf(out.getvalue(), tuple(missing), pages)
