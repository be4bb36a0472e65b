"""Seating the candidates of a batch."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.http import Http404

from accounts.models import User
from batches.models import Batch
from candidates.models import Enrolment
from exams.models import Arrangement, Seat, Session, SessionRoom
from exams.seating.arranging import Arranged, Mode
from exams.seating.grids import Cell
from exams.seating.holding import held_arrangement, hold_rooms, tell
from exams.seating.hours import busy
from exams.seating.publishing import unpublishable
from exams.seating.reading import sitters
from exams.seating.spreading import space_of, spread
from ostami.problems import Problem, refuse_if
from question_bank.paper_kinds import PaperKind

NOBODYS_NUMBER = 0


@transaction.atomic
def seat_everybody(*, batch: Batch, kind: str, mode: Mode, actor: User, at: datetime) -> Arranged:
    """Seat everybody who sits a paper anew; what was arranged before is gone.

    Returns:
        The seats, with the neighbours who have the same paper.

    Raises:
        Http404: the batch isn't in the actor's scope.
        PermissionDenied: the actor's role arranges no seats.
        BlockedError: it isn't the time for seats, or there are too few.
    """
    arrangement = held_arrangement(batch, actor=actor, at=at)
    held, label = arrangement.batch, PaperKind(kind).label
    hold_rooms(SessionRoom.objects.filter(session__batch=held, session__kind=kind).values("room"))
    arranged = spread(held, kind, mode)
    refuse_if(_too_few(held, kind, len(arranged.left_over)))
    Seat.objects.filter(place__session__batch=held, kind=kind).delete()
    Seat.objects.bulk_create(
        Seat(place_id=one.space, enrolment_id=one.key, kind=kind, number=one.number, version=one.version)
        for one in arranged.seats
    )
    people = len(arranged.seats)
    tell(arrangement, "seat", f"{mode.label}安排了{label}座位（{people} 人）", actor=actor, at=at)
    return arranged


def _too_few(batch: Batch, kind: str, missing: int) -> Iterator[Problem]:
    label = PaperKind(kind).label
    if not SessionRoom.objects.filter(session__batch=batch, session__kind=kind).exists():
        yield Problem(f"还没有{label}场次", remedy="请先添加场次，选择考场")
    elif missing:
        yield Problem(
            f"{label}座位不够，还差 {missing} 个（另一科同时考试的考生不计入）",
            remedy="请增加考场，或再添加一个场次",
        )


@transaction.atomic
def sit(*, enrolment: Enrolment, place: SessionRoom, number: int, actor: User, at: datetime) -> Seat:
    """Put a candidate on a seat; whoever sits there changes to the seat that becomes free.

    Args:
        enrolment: whose.
        place: a room of a session; its paper is the one meant.
        number: of the seat, from one on.
        actor: who arranges; of the batch's station.
        at: when the request arrived.

    Raises:
        Http404: the batch isn't in the actor's scope, the candidate doesn't sit this paper in it, or the room
            was taken out of its session.
        PermissionDenied: the actor's role arranges no seats.
        BlockedError: it isn't the time for seats; no such seat; taken, and nothing to exchange for it; one of
            the two would sit both papers at one hour.
    """
    arrangement = held_arrangement(place.session.batch, actor=actor, at=at)
    hold_rooms([place.room_id])
    place = _as_stored(place)
    held, kind = arrangement.batch, place.session.kind
    known = {one.key: one for one in sitters(held, kind)}
    if enrolment.pk not in known:
        raise Http404
    seats = Seat.objects.select_related("place__room", "place__session__batch", "enrolment__candidate")
    mine = seats.filter(enrolment=enrolment, kind=kind).first()
    theirs = seats.filter(place=place, number=number).exclude(enrolment=enrolment).first()
    refuse_if(_no_seat(place, number, taken=theirs is not None and mine is None))
    refuse_if(_elsewhere(enrolment, place.session))
    if theirs and mine:
        refuse_if(_elsewhere(theirs.enrolment, mine.place.session))
    seat = mine or Seat(enrolment=enrolment, kind=kind)
    if theirs and mine:
        left, left_number = mine.place, mine.number
        _put(mine, left, NOBODYS_NUMBER)
        theirs.version = known[theirs.enrolment_id].version_at(Cell(space_of(left), left_number))
        _put(theirs, left, left_number)
    seat.version = known[enrolment.pk].version_at(Cell(space_of(place), number))
    _put(seat, place, number)
    words = f"把{enrolment.candidate.name}安排到{place} {number} 号"
    words += f"，与{theirs.enrolment.candidate.name}互换" if theirs else ""
    tell(arrangement, "move_seat", words, actor=actor, at=at)
    return seat


def _as_stored(place: SessionRoom) -> SessionRoom:
    """Return a room of a session as it stands once the batch is held; Http404 where it's gone."""
    joined = SessionRoom.objects.select_related("room", "session__batch")
    found: SessionRoom | None = joined.filter(pk=place.pk).first()
    if found is None:
        raise Http404
    return found


def _elsewhere(enrolment: Enrolment, session: Session) -> Iterator[Problem]:
    """Yield that somebody sits the other paper while a session lasts."""
    if enrolment.pk in busy(session.batch, session):
        text = f"{session}进行时，{enrolment.candidate.name}参加另一科考试"
        yield Problem(text, remedy="请选择其他场次，或修改场次时间", field="number")


def _put(seat: Seat, place: SessionRoom, number: int) -> None:
    seat.place, seat.number = place, number
    seat.save()


def _no_seat(place: SessionRoom, number: int, *, taken: bool) -> Iterator[Problem]:
    if not 1 <= number <= place.room.capacity:
        remedy = f"请填写 1 至 {place.room.capacity}"
        yield Problem(f"{place.room}没有 {number} 号座位", remedy=remedy, field="number")
    elif taken:
        remedy = "请先选择空座位，再互换"
        yield Problem(f"{place.room} {number} 号已有考生", remedy=remedy, field="number")


@transaction.atomic
def publish_arrangement(*, batch: Batch, actor: User, at: datetime) -> Arrangement:
    """Let the candidates see their seats, and print their tickets.

    Raises:
        Http404: the batch isn't in the actor's scope.
        PermissionDenied: the actor's role arranges no seats.
        BlockedError: it isn't the time for seats; somebody has none, or two things are at one hour.
    """
    arrangement = held_arrangement(batch, actor=actor, at=at)
    refuse_if(unpublishable(arrangement.batch))
    if arrangement.published_at is None:
        arrangement.published_at, arrangement.published_by = at, actor
        arrangement.save()
        tell(arrangement, "publish", "发布了考场安排", actor=actor, at=at)
    return arrangement
