"""Rooms, sessions and seats of a batch."""

from datetime import date, datetime, time, timedelta
from typing import Any

from accounts.models import User
from batches.models import Batch
from exams.models import Room, Session, SessionRoom
from exams.seating.arranging import Mode
from exams.services.rooms import RoomFacts, save_room
from exams.services.seating import publish_arrangement, seat_everybody
from exams.services.sessions import SessionFacts, save_session
from question_bank.paper_kinds import PaperKind
from stations.models import Station
from tests.factories import exam

WATCHING = "监考甲、监考乙"


def login_of(batch: Batch) -> User:
    return batch.station.organisation.users.earliest("pk")


def before(batch: Batch, days: int = 3) -> datetime:
    """Noon of a day shortly before the exam."""
    return exam.noon(batch.exam_date - timedelta(days=days))


def room(station: Station, name: str = "第一考场", kind: str = PaperKind.THEORY, **facts: Any) -> Room:
    usual: dict[str, Any] = {"capacity": 12, "columns": 4, "place": "教学楼 305"}
    told = RoomFacts(name=name, kind=kind, **usual | facts)
    login = station.organisation.users.earliest("pk")
    return save_room(station=station, facts=told, actor=login, at=exam.noon(date(2026, 8, 1)))


def session(
    batch: Batch,
    *rooms: Room,
    kind: str = PaperKind.THEORY,
    starts: time = time(9),
    minutes: int = 90,
    watching: str = WATCHING,
) -> Session:
    facts = SessionFacts(kind=kind, starts=starts, minutes=minutes, rooms=dict.fromkeys(rooms, watching))
    return save_session(batch=batch, facts=facts, actor=login_of(batch), at=before(batch))


def sessions(batch: Batch, **facts: Any) -> list[Session]:
    """A theory session in the morning and a practical one in the afternoon, a room each."""
    hall = room(batch.station, **facts)
    workshop = room(batch.station, "数控实训室", PaperKind.PRACTICAL, place="实训楼 101", **facts)
    afternoon: dict[str, Any] = {"kind": PaperKind.PRACTICAL, "starts": time(13, 30), "minutes": 120}
    return [session(batch, hall), session(batch, workshop, **afternoon)]


def seated(batch: Batch, mode: Mode = Mode.ROSTER, **facts: Any) -> Batch:
    """A batch with its sessions, everybody on a seat for both papers; not published."""
    sessions(batch, **facts)
    for kind in PaperKind:
        seat_everybody(batch=batch, kind=kind, mode=mode, actor=login_of(batch), at=before(batch))
    return batch


def published(batch: Batch, **facts: Any) -> Batch:
    """The same, and the candidates know."""
    publish_arrangement(batch=seated(batch, **facts), actor=login_of(batch), at=before(batch))
    return batch


def place_of(batch: Batch, kind: str = PaperKind.THEORY) -> SessionRoom:
    return SessionRoom.objects.select_related("session__batch", "room").get(
        session__batch=batch, session__kind=kind
    )
