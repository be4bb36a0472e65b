"""The groups in which attendance is recorded: a room of a session each, or a trade where nobody is seated."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from batches.models import Batch
from candidates.models import Enrolment
from exams.attending.selectors import due, recorded
from exams.models import Attendance, Seat, SessionRoom
from exams.seating.tickets import ticket_number
from exams.selectors import by_item
from question_bank.paper_kinds import PaperKind

UNSEATED = "unseated"


@dataclass(frozen=True, slots=True)
class Sitter:
    """One candidate of a group, with the seat and what was recorded."""

    enrolment: Enrolment
    seat: Seat | None
    stored: Attendance | None

    @property
    def ticket(self) -> str:
        """The number on the admission ticket."""
        return ticket_number(self.enrolment)


@dataclass(frozen=True, slots=True)
class Group:
    """People who sit a paper together.

    Attributes:
        key: its name in addresses.
        label: its name on pages.
        people: by seat, or in roster order.
    """

    key: str
    label: str
    people: Sequence[Sitter]

    @property
    def open(self) -> int:
        """Of how many nothing was recorded yet."""
        return sum(one.stored is None for one in self.people)


def groups_of(batch: Batch, kind: PaperKind) -> list[Group]:
    """Return everybody who has to sit a paper, in groups."""
    stored = recorded(batch, kind)
    people = list(due(batch, kind))
    seats = Seat.objects.filter(enrolment__batch=batch, kind=kind).select_related(
        "place__session", "place__room"
    )
    seated = {seat.enrolment_id: seat for seat in seats}
    if seated:
        return _by_room([Sitter(one, seated.get(one.pk), stored.get(one.pk)) for one in people])
    return _by_trade(people, stored)


def _by_trade(people: list[Enrolment], stored: Mapping[int, Attendance]) -> list[Group]:
    return [
        Group(f"item-{item.pk}", str(item), [Sitter(one, None, stored.get(one.pk)) for one in members])
        for item, members in by_item(people)
    ]


def _by_room(people: list[Sitter]) -> list[Group]:
    rooms: dict[SessionRoom | None, list[Sitter]] = defaultdict(list)
    for one in people:
        rooms[one.seat.place if one.seat else None].append(one)
    ordered = sorted(rooms, key=_place_in_order)
    return [_room(place, rooms[place]) for place in ordered]


def _place_in_order(place: SessionRoom | None) -> tuple[bool, int, str]:
    if place is None:
        return (True, 0, "")
    return (False, place.session.number, place.room.name)


def _room(place: SessionRoom | None, people: list[Sitter]) -> Group:
    if place is None:
        return Group(UNSEATED, "未安排座位", people)
    by_seat = sorted(people, key=lambda one: one.seat.number if one.seat else 0)
    return Group(f"room-{place.pk}", f"第 {place.session.number} 场 {place.room.name}", by_seat)
