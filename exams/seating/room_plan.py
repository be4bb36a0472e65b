"""A room's seats as they stand, front row first."""

from dataclasses import dataclass

from exams.models import Seat, SessionRoom
from exams.seating.grids import Cell, cells_of
from exams.seating.reading import SEAT_FACTS
from exams.seating.spreading import space_of
from exams.seating.tickets import ticket_number


@dataclass(frozen=True, slots=True)
class Desk:
    """A seat of the room and who sits there, if anybody."""

    cell: Cell
    seat: Seat | None

    @property
    def ticket(self) -> str:
        """The ticket number of who sits there."""
        return ticket_number(self.seat.enrolment) if self.seat else ""


def rows_of(place: SessionRoom) -> list[list[Desk]]:
    """Return the desks of a room in a session, row by row."""
    taken = {seat.number: seat for seat in place.seats.select_related(*SEAT_FACTS)}
    desks = [Desk(cell, taken.get(cell.number)) for cell in cells_of(space_of(place))]
    columns = place.room.columns
    return [desks[start : start + columns] for start in range(0, len(desks), columns)]
