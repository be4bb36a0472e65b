"""Two things at one hour: a room in two sessions, or a person at two papers."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from batches.models import Batch, BatchStatus
from exams.models import Room, Seat, Session, SessionRoom
from exams.seating.wording import some_names
from ostami.clock import SHANGHAI
from ostami.problems import Problem
from question_bank.paper_kinds import PaperKind


def span(day: date, starts: time, minutes: int) -> tuple[datetime, datetime]:
    """Return when a sitting begins and is over."""
    begins = datetime.combine(day, starts, SHANGHAI)
    return begins, begins + timedelta(minutes=minutes)


def overlap(first: tuple[datetime, datetime], second: tuple[datetime, datetime]) -> bool:
    """Tell whether two sittings share an instant; one may begin as the other ends."""
    return first[0] < second[1] and second[0] < first[1]


def hours_of(session: Session) -> tuple[datetime, datetime]:
    """Return when a session begins and is over."""
    return session.starts_at, session.ends_at


def rooms_taken(
    batch: Batch, rooms: Iterable[Room], hours: tuple[datetime, datetime], *, but: Session | None
) -> Iterator[Problem]:
    """Yield each room that another session of that day uses at the same hour, of this batch or of another."""
    used = SessionRoom.objects.filter(room__in=list(rooms), session__batch__exam_date=batch.exam_date)
    used = used.exclude(session__batch__status=BatchStatus.CANCELLED).exclude(session=but)
    for place in used.select_related("room", "session__batch"):
        session = place.session
        if overlap(hours, hours_of(session)):
            begins, ends = hours_of(session)
            yield Problem(
                f"{place.room}在 {begins:%H:%M}–{ends:%H:%M} 已用于{session.batch}的{session}",
                remedy="请改时间，或换一个考场",
                field=f"room_{place.room_id}",
            )


def rooms_twice(batch: Batch) -> Iterator[Problem]:
    """Yield each room of a batch that is used twice at one hour, as after a new exam date."""
    for session in batch.sessions.select_related("batch").prefetch_related("rooms__room"):
        rooms = [place.room for place in session.rooms.all()]
        for problem in rooms_taken(batch, rooms, hours_of(session), but=session):
            yield Problem(f"{session}：{problem.text}", remedy=problem.remedy)


def busy(batch: Batch, session: Session) -> set[int]:
    """Return the keys of the enrolments that sit the other paper while a session lasts."""
    seats = Seat.objects.filter(place__session__batch=batch).exclude(kind=session.kind)
    hours = hours_of(session)
    return {
        seat.enrolment_id
        for seat in seats.select_related("place__session__batch")
        if overlap(hours, hours_of(seat.place.session))
    }


def people_twice(batch: Batch) -> Iterator[Problem]:
    """Yield who would sit both papers at one hour."""
    for session in batch.sessions.select_related("batch").filter(kind=PaperKind.PRACTICAL):
        away = busy(batch, session)
        seats = Seat.objects.filter(place__session=session, enrolment__in=away)
        names = list(
            seats.order_by("enrolment__sequence").values_list("enrolment__candidate__name", flat=True)
        )
        if names:
            who = f"{len(names)} 名考生不能同时参加：{some_names(names)}"
            remedy = "请修改场次时间，或重新安排座位"
            yield Problem(f"{session}与理论考试时间重叠，{who}", remedy=remedy)
