"""Dealing who sits a paper over its sessions."""

from batches.models import Batch
from exams.models import SessionRoom
from exams.seating.arranging import Arranged, Mode, Placed, arrange
from exams.seating.grids import Space
from exams.seating.hours import busy
from exams.seating.reading import sitters


def space_of(place: SessionRoom) -> Space:
    """Return a session's room as the arithmetic takes it."""
    return Space(place.pk, place.room.capacity, place.room.columns)


def spread(batch: Batch, kind: str, mode: Mode) -> Arranged:
    """Seat who sits a paper, session by session; nobody in one who sits the other paper meanwhile.

    What comes back is one arrangement of all sessions; who found no seat is left over.
    """
    waiting = sitters(batch, kind)
    seats: list[Placed] = []
    clashes: list[tuple[int, int]] = []
    for session in batch.sessions.filter(kind=kind).select_related("batch").order_by("number"):
        away = busy(batch, session)
        free = [one for one in waiting if one.key not in away]
        places = session.rooms.select_related("room").order_by("room__name", "pk")
        arranged = arrange(free, [space_of(place) for place in places], mode)
        seats.extend(arranged.seats)
        clashes.extend(arranged.clashes)
        seated = {one.key for one in arranged.seats}
        waiting = [one for one in waiting if one.key not in seated]
    return Arranged(tuple(seats), tuple(one.key for one in waiting), tuple(clashes))
