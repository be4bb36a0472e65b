"""Seats at one instant: two who seat everybody, two who want one seat, two batches that want one room."""

from typing import Any

import pytest

from accounts.models import User
from batches.models import Batch
from exams.models import Room, Seat, Session
from exams.seating.arranging import Mode
from exams.services.rooms import RoomFacts, save_room
from exams.services.seating import seat_everybody, sit
from ostami.problems import BlockedError
from question_bank.paper_kinds import PaperKind
from stations.models import Station
from tests import rivals
from tests.factories import results, seating

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_two_who_seat_everybody_leave_one_arrangement(batch: Batch, station_user: User) -> None:
    seating.sessions(batch)

    def seat(mode: Mode) -> str:
        fresh = Batch.objects.get(pk=batch.pk)
        at = seating.before(batch)
        asked: dict[str, Any] = {"batch": fresh, "kind": PaperKind.THEORY, "mode": mode}
        return f"{len(seat_everybody(**asked, actor=station_user, at=at).seats)} 人"

    assert rivals.at_once(seat, [Mode.ROSTER, Mode.MIXED, Mode.ROSTER]) == ["3 人"] * 3
    assert Seat.objects.filter(kind=PaperKind.THEORY).count() == 3


def test_two_who_want_one_seat_both_sit(batch: Batch, station_user: User) -> None:
    place = seating.place_of(seating.seated(batch))
    people = list(batch.enrolments.order_by("sequence")[:2])

    def move(who: int) -> str:
        at = seating.before(batch)
        return str(sit(enrolment=people[who], place=place, number=9, actor=station_user, at=at))

    assert rivals.at_once(move, [0, 1]) == ["9 号", "9 号"]
    taken = set(place.seats.values_list("number", flat=True))
    assert taken in ({1, 9, 3}, {2, 9, 3})


def test_two_batches_take_one_room_once(station: Station, batch: Batch, management_user: User) -> None:
    beside = results.roster_batch(station, management_user, "同日考生", exam_date=batch.exam_date)
    hall = seating.room(station)

    def take(key: int) -> str:
        try:
            return str(seating.session(Batch.objects.get(pk=key), Room.objects.get(pk=hall.pk)))
        except BlockedError as blocked:
            return blocked.problems[0].text[:5]

    answers = rivals.at_once(take, [batch.pk, beside.pk])
    assert sorted(answers) == ["理论第 1 场", "第一考场在"]
    assert Session.objects.count() == 1


def test_a_room_that_loses_seats_meanwhile_seats_nobody_on_them(batch: Batch, station_user: User) -> None:
    place = seating.place_of(seating.seated(batch))
    who, at = batch.enrolments.earliest("sequence"), seating.before(batch)
    room = place.room
    fewer = RoomFacts(name=room.name, kind=room.kind, capacity=3, columns=room.columns)

    def move() -> str:
        try:
            return str(sit(enrolment=who, place=place, number=9, actor=station_user, at=at))
        except BlockedError as blocked:
            return blocked.problems[0].text

    def shrink() -> None:
        save_room(station=batch.station, facts=fewer, actor=station_user, at=at, room=room)

    assert rivals.behind(shrink, move) == "第一考场没有 9 号座位"
