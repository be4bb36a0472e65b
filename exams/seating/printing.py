"""Sheets of a session's rooms: sign-in sheets, door lists, desk labels."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents.binding import bound
from documents.pdf import render_html_pdf
from documents.watermarks import practice_mark
from exams.models import Seat, SessionRoom
from exams.seating.portraits import portrait_url, with_photos
from exams.seating.tickets import ticket_number
from question_bank.paper_kinds import PaperKind

if TYPE_CHECKING:
    from documents.printed import Pdf

Progress = Callable[[int, int], None]
LABELS_A_PAGE = 10
LONG_NAME = 8
DOOR_COLUMNS = 2


@dataclass(frozen=True, slots=True)
class RoomPaper:
    """A kind of paper that is printed of rooms.

    Attributes:
        label: what it is called.
        template: the print template; empty for tickets, which aren't a room's.
        photos: whether it shows portraits.
    """

    label: str
    template: str = ""
    photos: bool = False

    @property
    def by_room(self) -> bool:
        """Tell whether one room's can be printed alone."""
        return bool(self.template)


PAPERS = {
    "tickets": RoomPaper("准考证"),
    "signin": RoomPaper("签到表", "signin", photos=True),
    "doors": RoomPaper("门贴", "doors"),
    "labels": RoomPaper("桌签", "labels"),
}


@dataclass(frozen=True, slots=True)
class PrintedSeat:
    """A seat as the sheets show it."""

    seat: Seat
    ticket: str
    photo: str = ""

    @property
    def long_name(self) -> bool:
        """Tell whether the name needs smaller type."""
        return len(self.seat.enrolment.candidate.name) > LONG_NAME


def rooms_pdf(name: str, places: Sequence[SessionRoom], *, progress: Progress | None = None) -> "Pdf":
    """Print one of `PAPERS` for rooms in which somebody sits, in the given order.

    Args:
        name: of the paper.
        places: as `exams.seating.reading.places_of` reads them.
        progress: told after each room how many of how many are printed.
    """
    return bound(_portions(PAPERS[name], places, progress))


def _portions(paper: RoomPaper, places: Sequence[SessionRoom], progress: Progress | None) -> Iterator["Pdf"]:
    for done, place in enumerate(places, start=1):
        seats = _printed(place, photos=paper.photos)
        words = {
            "place": place,
            "batch": place.session.batch,
            "seats": seats,
            "pages": [seats[first : first + LABELS_A_PAGE] for first in range(0, len(seats), LABELS_A_PAGE)],
            "halves": _halves(seats),
            "items": _items(seats),
            "is_theory": place.session.kind == PaperKind.THEORY,
            "mark": practice_mark(),
        }
        yield render_html_pdf(f"exams/seating/print/{paper.template}.html", words)
        if progress:
            progress(done, len(places))


def _printed(place: SessionRoom, *, photos: bool) -> list[PrintedSeat]:
    seats = list(place.seats.all())
    if photos:
        with_photos([seat.enrolment for seat in seats])
    return [
        PrintedSeat(seat, ticket_number(seat.enrolment), portrait_url(seat.enrolment) if photos else "")
        for seat in seats
    ]


def _halves(seats: Sequence[PrintedSeat]) -> list[Sequence[PrintedSeat]]:
    """Return the seats in two columns, the first the longer."""
    middle = -(-len(seats) // DOOR_COLUMNS)
    return [half for half in (seats[:middle], seats[middle:]) if half]


def _items(seats: Sequence[PrintedSeat]) -> list[str]:
    """Return the trades and levels in a room, each once, in the order of the batch."""
    found = {one.seat.enrolment.batch_item_id: str(one.seat.enrolment.batch_item) for one in seats}
    return [found[key] for key in sorted(found)]
