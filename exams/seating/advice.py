"""What is unusual about rooms and sessions: told, never refused."""

import re
from collections.abc import Iterable, Iterator

from exams.models import Room, Session, SessionRoom
from question_bank.paper_kinds import PaperKind

# Usual in exams of this kind; the guide sets none of them.
USUAL_THEORY_SEATS = 30
INVIGILATORS_A_ROOM = 2
PEOPLE_AN_INVIGILATOR = 15
BETWEEN_NAMES = re.compile(r"[、，,；;\s]+")


def names_in(words: str) -> list[str]:
    """Return the names in a line of names."""
    return [name for name in BETWEEN_NAMES.split(words) if name]


def room_advice(room: Room) -> str:
    """Return what to think over about a room's size, or nothing."""
    if room.kind == PaperKind.THEORY and room.capacity > USUAL_THEORY_SEATS:
        return f"理论考场通常不超过 {USUAL_THEORY_SEATS} 人，请确认座位间距。"
    return ""


def invigilator_advice(place: SessionRoom, people: int) -> Iterator[str]:
    """Yield where a room in use has fewer people to watch than usual."""
    watching = len(names_in(place.invigilators))
    where = f"{place.session} {place.room}"
    if watching < INVIGILATORS_A_ROOM:
        yield f"{where}：监考人员 {watching} 人，每个考场通常不少于 {INVIGILATORS_A_ROOM} 人。"
    if watching and people > watching * PEOPLE_AN_INVIGILATOR:
        usual = f"通常每名监考人员不超过 {PEOPLE_AN_INVIGILATOR} 名考生"
        yield f"{where}：{people} 名考生、{watching} 名监考人员，{usual}。"


def session_advice(sessions: Iterable[Session]) -> list[str]:
    """Return what is unusual about the rooms of sessions; `rooms` were read with `taken`."""
    found: list[str] = []
    for session in sessions:
        for place in session.rooms.all():
            place.session = session
            found.extend(invigilator_advice(place, place.taken))  # type: ignore[attr-defined]  # annotated
    return found
