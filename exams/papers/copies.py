"""One download: what stands on its pages, and in which sizes a part is handed out."""

from datetime import datetime

from django.db import transaction

from documents.booklets import booklet
from documents.overlays import overlaid
from exams.models import PaperCopy, PaperSize
from exams.papers.keepers import login_words
from exams.papers.numbers import copy_number
from ostami import clock
from question_bank.models import SealedPart
from question_bank.paper_kinds import PaperPart
from question_bank.papers.vault import open_part
from workflow.numbering import next_number

# Answers and scoring tables are read sheet by sheet; a booklet of one page is a sheet too large.
FOLDED = frozenset({PaperPart.PAPER_A, PaperPart.PAPER_B})
FOLDED_PAGES = 2


def sizes_of(part: SealedPart) -> list[PaperSize]:
    """Return the sizes in which a part can be had."""
    folds = part.part in FOLDED and part.pages >= FOLDED_PAGES
    return [PaperSize.A4, PaperSize.A3] if folds else [PaperSize.A4]


@transaction.atomic
def take_number(at: datetime) -> str:
    """Take the next number of the year. One that is not handed out after all leaves a gap, which is no harm.

    In a transaction of its own: all stations share the series, and printing takes longer than counting.
    """
    year = clock.day_of(at).year
    return copy_number(year=year, serial=next_number(f"paper_copy:{year}"))


def marks(copy: PaperCopy) -> list[str]:
    """Return what stands on every page of a copy: station, person, time to the second, number."""
    made_at = copy.made_at.astimezone(clock.SHANGHAI)
    # A station's main login bears the station's own name, which stands there once.
    names = dict.fromkeys((str(copy.use.item.batch.station), login_words(copy.person)))
    return [
        "　".join(names),
        f"{made_at:%Y-%m-%d %H:%M:%S}　编号 {copy}",
    ]


def printed(part: SealedPart, *, size: str, lines: list[str]) -> bytes:
    """Return a sealed part as PDF with `lines` on every page.

    Raises:
        BlockedError: the part can't be opened.
    """
    marked = overlaid(open_part(part), lines=lines)
    return booklet(marked) if size == PaperSize.A3 else marked
