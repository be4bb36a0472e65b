"""Telling before anything is printed which characters no installed font has."""

from functools import lru_cache

from documents.pdf import render_html_pdf

# What this encoding has, every Chinese font has.
COMMON = "gbk"


def missing_glyphs(text: str) -> tuple[str, ...]:
    """Return the characters of a text that print as a box; the rare ones are tried once a process."""
    return _tried("".join(sorted({glyph for glyph in text if not _is_common(glyph)})))


def _is_common(glyph: str) -> bool:
    try:
        glyph.encode(COMMON)
    except UnicodeEncodeError:
        return False
    return True


@lru_cache(maxsize=1024)
def _tried(rare: str) -> tuple[str, ...]:
    return render_html_pdf("documents/trial.html", {"text": rare}).missing_glyphs if rare else ()
