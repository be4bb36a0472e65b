"""Admission tickets on paper (准考证): two a page of A4."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from candidates.models import Enrolment
from documents.binding import bound
from documents.pdf import render_html_pdf
from documents.sheets import date_in_words
from documents.watermarks import practice_mark
from exams.models import Seat
from exams.seating.portraits import portrait_url, with_photos
from exams.seating.tickets import ticket_number
from exams.selectors import carried_score
from question_bank.paper_kinds import PaperKind

if TYPE_CHECKING:
    from documents.printed import Pdf

Progress = Callable[[int, int], None]
TICKETS_A_PAGE = 2
# Tickets that are printed together, between two signs of progress.
PORTION = 20 * TICKETS_A_PAGE
LONG_NAME = 10


@dataclass(frozen=True, slots=True)
class TicketLine:
    """One of the two papers: when and where, or why not."""

    paper: str
    when: str
    where: str
    seat: str


@dataclass(frozen=True, slots=True)
class Ticket:
    """What one ticket shows."""

    enrolment: Enrolment
    number: str
    photo: str
    exam_date: str
    lines: tuple[TicketLine, ...]

    @property
    def long_name(self) -> bool:
        """Tell whether the name needs smaller type."""
        return len(self.enrolment.candidate.name) > LONG_NAME


def tickets_pdf(
    enrolments: Sequence[Enrolment], seats: dict[int, list[Seat]], *, progress: Progress | None = None
) -> "Pdf":
    """Print tickets in the given order.

    Args:
        enrolments: whose, read as `exams.selectors.examined` reads them.
        seats: of each enrolment, by its key.
        progress: told after each portion how many of how many tickets are printed.
    """
    return bound(_portions(enrolments, seats, progress))


def _portions(
    enrolments: Sequence[Enrolment], seats: dict[int, list[Seat]], progress: Progress | None
) -> Iterator["Pdf"]:
    for start in range(0, len(enrolments), PORTION):
        people = with_photos(enrolments[start : start + PORTION])
        tickets = [_ticket(one, seats.get(one.pk, [])) for one in people]
        pages = [tickets[first : first + TICKETS_A_PAGE] for first in range(0, len(tickets), TICKETS_A_PAGE)]
        words = {"pages": pages, "mark": practice_mark()}
        yield render_html_pdf("exams/seating/print/ticket.html", words)
        if progress:
            progress(start + len(people), len(enrolments))


def _ticket(enrolment: Enrolment, seats: list[Seat]) -> Ticket:
    by_kind = {seat.kind: seat for seat in seats}
    lines = tuple(_line(enrolment, kind, by_kind.get(kind)) for kind in PaperKind)
    day = date_in_words(enrolment.batch.exam_date)
    return Ticket(enrolment, ticket_number(enrolment), portrait_url(enrolment), day, lines)


def _line(enrolment: Enrolment, kind: PaperKind, seat: Seat | None) -> TicketLine:
    if carried_score(enrolment, kind) is not None:
        return TicketLine(kind.label, "不参加", "保留上次成绩", "—")
    if seat is None:
        return TicketLine(kind.label, "另行通知", "另行通知", "—")
    session, room = seat.place.session, seat.place.room
    when = f"{session.starts_at:%H:%M}–{session.ends_at:%H:%M}"
    where = f"{room}（{room.place}）" if room.place else str(room)
    return TicketLine(kind.label, when, where, f"{seat.number} 号")
