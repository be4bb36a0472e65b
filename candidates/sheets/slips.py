"""Activation slips on paper: eight a page of A4, to be cut apart."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents.binding import bound
from documents.codes import code_url
from documents.pdf import render_html_pdf
from documents.watermarks import practice_mark

if TYPE_CHECKING:
    from documents.printed import Pdf

SLIPS_A_PAGE = 8
# Whole pages that are printed together, between two signs of progress.
PORTION = 30 * SLIPS_A_PAGE
# Names and trades that are longer are set smaller.
LONG_NAME, LONG_LINE = 12, 22

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipHead:
    """What all slips of a batch say: whose exam, when, until when, and the page that they lead to."""

    station: str
    batch: str
    exam_date: str
    deadline: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """One slip.

    Attributes:
        name: whose.
        masked_number: the document number as lists show it.
        class_name: the class, empty where none was named.
        item: trade and level.
        code: the code in groups; empty for whom the login is open already.
        username: for whom the login is open already, its name.
    """

    name: str
    masked_number: str
    class_name: str
    item: str
    code: str = ""
    username: str = ""

    @property
    def is_long(self) -> bool:
        """Tell whether the name needs smaller type."""
        return len(self.name) > LONG_NAME

    @property
    def item_is_long(self) -> bool:
        """Tell whether the trade needs smaller type."""
        return len(self.item) > LONG_LINE


def slips_pdf(slips: Sequence[Slip], head: SlipHead, *, progress: Progress | None = None) -> "Pdf":
    """Print slips in the given order, eight a page, with lines to cut along.

    The code for a phone leads to the page alone: nobody who films it learns the activation code.

    Args:
        slips: whose, in order.
        head: what all of them say.
        progress: told after each portion how many of how many slips are printed.
    """
    return bound(_portions(slips, head, progress))


def _portions(slips: Sequence[Slip], head: SlipHead, progress: Progress | None) -> Iterator["Pdf"]:
    words = {"head": head, "qr": code_url(head.address), "mark": practice_mark()}
    for start in range(0, len(slips), PORTION):
        portion = slips[start : start + PORTION]
        pages = [portion[first : first + SLIPS_A_PAGE] for first in range(0, len(portion), SLIPS_A_PAGE)]
        yield render_html_pdf("candidates/activate/slips.html", {"pages": pages, **words})
        if progress:
            progress(start + len(portion), len(slips))
