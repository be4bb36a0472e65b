"""Keeping a station's exam rooms."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.http import Http404

from accounts.models import User
from accounts.rights import Perm, need
from exams.held import held
from exams.models import Room
from exams.seating.reading import upcoming_seats
from ostami import clock
from ostami.problems import Problem, refuse_if
from stations.access import lock_station
from stations.models import Station
from workflow import audit

LABELS = {
    "name": "名称",
    "kind": "科目",
    "capacity": "座位（工位）数",
    "columns": "每排座位数",
    "place": "位置",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomFacts:
    """What is known of a room: its seats in all, and in a row."""

    name: str
    kind: str
    capacity: int
    columns: int
    place: str = ""


@transaction.atomic
def save_room(
    *, station: Station, facts: RoomFacts, actor: User, at: datetime, room: Room | None = None
) -> Room:
    """Store a new room of a station, or a changed one.

    Raises:
        Http404: station or room aren't in the actor's scope.
        PermissionDenied: the actor's role keeps no rooms.
        BlockedError: the name is taken, or people sit where seats would go.
    """
    if not Station.objects.filter(pk=station.pk, organisation=actor.organisation_id).exists():
        raise Http404
    need(actor, Perm.ARRANGEMENT_EDIT)
    lock_station(station)
    kept = _held(room, actor) if room else Room(station=station)
    before = {name: str(getattr(kept, name)) for name in LABELS} if room else {}
    refuse_if(_refusals(kept, facts, on=clock.day_of(at)))
    for name in LABELS:
        setattr(kept, name, getattr(facts, name))
    kept.save()
    after = {name: str(getattr(facts, name)) for name in LABELS}
    changes = {
        LABELS[name]: (before.get(name), after[name]) for name in LABELS if before.get(name) != after[name]
    }
    sentence = f"修改了考场 {kept}" if room else f"登记了考场 {kept}"
    if changes:
        audit.record(kept, action="room", sentence=sentence, actor=actor, at=at, changes=changes)
    return kept


@transaction.atomic
def give_up_room(*, room: Room, actor: User, at: datetime) -> Room:
    """Give a room up: it can't be chosen any more, and stays where it was used.

    Raises:
        Http404: the room isn't in the actor's scope, or was given up.
        PermissionDenied: the actor's role keeps no rooms.
        BlockedError: people of a coming exam sit in it.
    """
    kept = _held(room, actor)
    people = upcoming_seats(kept, on=clock.day_of(at)).count()
    if people:
        remedy = "请先把这些考生安排到其他考场"
        refuse_if([Problem(f"{kept}还有 {people} 个座位安排给尚未结束的批次", remedy=remedy)])
    kept.given_up_at = at
    kept.save(update_fields=["given_up_at"])
    audit.record(kept, action="give_up", sentence=f"停用了考场 {kept}", actor=actor, at=at)
    return kept


def _held(room: Room, actor: User) -> Room:
    kept = held(room, actor=actor, right=Perm.ARRANGEMENT_EDIT)
    if kept.given_up_at is not None:
        raise Http404
    return kept


def _refusals(room: Room, facts: RoomFacts, *, on: date) -> Iterator[Problem]:
    others = Room.objects.in_use().filter(station=room.station, name=facts.name).exclude(pk=room.pk)
    if others.exists():
        yield Problem("本站已有同名的考场", remedy="请换一个名称", field="name")
    if not room._state.adding:  # noqa: SLF001  Django's documented API
        yield from _seats_in_the_way(room, facts, on)


def _seats_in_the_way(room: Room, facts: RoomFacts, on: date) -> Iterator[Problem]:
    seats = upcoming_seats(room, on=on)
    highest = seats.aggregate(last=Max("number"))["last"] or 0
    if facts.capacity < highest:
        remedy = "请先调整座位，再减少座位数"
        yield Problem(f"第 {highest} 号座位已安排给考生", remedy=remedy, field="capacity")
    if highest and (facts.kind, facts.columns) != (room.kind, room.columns):
        remedy = "请先清空这些座位，或另登记一个考场"
        yield Problem("考场已安排考生，科目和每排座位数不能改", remedy=remedy, field="columns")
