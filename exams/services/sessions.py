"""Sessions of a batch: hours, rooms, and who watches over them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time

from django.db import transaction
from django.db.models import Max
from django.http import Http404

from accounts.models import User
from batches.models import Batch
from exams.models import Room, Session, SessionRoom
from exams.seating.holding import held_arrangement, hold_rooms, tell
from exams.seating.hours import rooms_taken, span
from exams.seating.publishing import withdraw_if_broken
from ostami.problems import Problem, refuse_if


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFacts:
    """What a session is to be.

    Attributes:
        kind: of the two papers.
        starts: the hour at which it begins, on the batch's exam day.
        minutes: how long it takes.
        rooms: the rooms it uses, each with the names of who watches over it.
    """

    kind: str
    starts: time
    minutes: int
    rooms: Mapping[Room, str] = field(default_factory=dict)


@transaction.atomic
def save_session(
    *, batch: Batch, facts: SessionFacts, actor: User, at: datetime, session: Session | None = None
) -> Session:
    """Store a new session of a batch, or a changed one; who sat in a room that goes has no seat.

    A published arrangement is taken back where it holds no more.

    Raises:
        Http404: the batch isn't in the actor's scope, or the session isn't the batch's.
        PermissionDenied: the actor's role arranges no seats.
        BlockedError: it isn't the time for seats; no room; a room is another station's, given up or taken.
    """
    arrangement = held_arrangement(batch, actor=actor, at=at)
    held = arrangement.batch
    if session and session.batch_id != held.pk:
        raise Http404
    rooms = hold_rooms([room.pk for room in facts.rooms])
    refuse_if(_refusals(held, facts, rooms, session))
    kept = session or Session(batch=held, kind=facts.kind, number=_next_number(held, facts.kind))
    kept.starts, kept.minutes = facts.starts, facts.minutes
    kept.save()
    kept.rooms.exclude(room__in=rooms).delete()
    for room in rooms:
        words = facts.rooms[room]
        SessionRoom.objects.update_or_create(session=kept, room=room, defaults={"invigilators": words})
    hours = f"{facts.starts:%H:%M} 起 {facts.minutes} 分钟，{'、'.join(map(str, rooms))}"
    verb = "修改" if session else "添加"
    tell(arrangement, "session", f"{verb}了{kept}：{hours}", actor=actor, at=at)
    withdraw_if_broken(arrangement, actor=actor, at=at)
    return kept


@transaction.atomic
def remove_session(*, session: Session, actor: User, at: datetime) -> None:
    """Remove a session with its seats; a published arrangement is taken back where it holds no more.

    Raises:
        Http404: it isn't in the actor's scope.
        PermissionDenied: the actor's role arranges no seats.
        BlockedError: it isn't the time for seats.
    """
    arrangement = held_arrangement(session.batch, actor=actor, at=at)
    words = str(session)
    session.delete()
    tell(arrangement, "remove_session", f"删除了{words}", actor=actor, at=at)
    withdraw_if_broken(arrangement, actor=actor, at=at)


def _next_number(batch: Batch, kind: str) -> int:
    last: int | None = batch.sessions.filter(kind=kind).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _refusals(
    batch: Batch, facts: SessionFacts, rooms: list[Room], session: Session | None
) -> Iterator[Problem]:
    if not rooms:
        yield Problem("请至少选择一个考场")
    hours = span(batch.exam_date, facts.starts, facts.minutes)
    if hours[1].date() > batch.exam_date:
        yield Problem("考试在当日 24:00 前不能结束", remedy="请提前开始时间或缩短时长", field="minutes")
    kept = set(session.rooms.values_list("room", flat=True)) if session else set()
    for room in rooms:
        given_up = room.given_up_at is not None and room.pk not in kept
        if room.station_id != batch.station_id or room.kind != facts.kind or given_up:
            yield Problem(f"{room}不能用于本场", remedy="请重新选择考场", field=f"room_{room.pk}")
    yield from rooms_taken(batch, rooms, hours, but=session)
