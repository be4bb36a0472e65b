"""A station keeps its exam rooms."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse

from accounts.models import User
from batches.models import Batch
from exams.models import Room
from exams.seating.advice import room_advice
from exams.services.rooms import RoomFacts, give_up_room, save_room
from ostami.problems import BlockedError
from question_bank.paper_kinds import PaperKind
from stations.models import Station
from tests.conftest import Login
from tests.factories import results, seating
from tests.factories.exam import noon
from workflow.audit import history_of

FORM = {"name": "第一考场", "kind": "theory", "capacity": "30", "columns": "6", "place": "教学楼 305"}


def test_station_enters_a_room(station_user: User, login: Login) -> None:
    answer = login(station_user).post(reverse("exams:room_new"), FORM)
    assert answer.status_code == 302
    made = Room.objects.get()
    assert (str(made), made.capacity, made.columns, made.place) == ("第一考场", 30, 6, "教学楼 305")
    assert history_of(made).get().sentence == "登记了考场 第一考场"


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "", "请填写名称。"),
        ("capacity", "0", "至少填写 1。"),
        ("capacity", "许多", "请填写整数。"),
        ("columns", "", "请填写每排座位数。"),
        ("kind", "oral", "请从列表中选择科目。"),
    ],
)
def test_bad_input_is_named_and_kept(
    station_user: User, login: Login, field: str, typed: str, said: str
) -> None:
    answer = login(station_user).post(reverse("exams:room_new"), {**FORM, field: typed})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "教学楼 305" in answer.content.decode()
    assert not Room.objects.exists()


def test_a_name_stands_once_a_station(station: Station, other_station: Station) -> None:
    seating.room(station)
    seating.room(other_station)
    with pytest.raises(BlockedError, match="本站已有同名的考场"):
        seating.room(station)


def test_more_than_thirty_theory_seats_are_a_warning_only(station: Station) -> None:
    assert room_advice(seating.room(station, "甲", capacity=30)) == ""
    assert "不超过 30 人" in room_advice(seating.room(station, "乙", capacity=31))
    assert room_advice(seating.room(station, "丙", PaperKind.PRACTICAL, capacity=31)) == ""


def test_another_station_neither_sees_nor_changes_a_room(
    station: Station, other_station_user: User, login: Login
) -> None:
    kept = seating.room(station)
    client = login(other_station_user)
    assert str(kept) not in client.get(reverse("exams:rooms")).content.decode()
    assert client.get(reverse("exams:room", args=[kept.pk])).status_code == 404
    with pytest.raises(Http404):
        give_up_room(room=kept, actor=other_station_user, at=noon(date(2026, 8, 1)))


def test_management_keeps_no_rooms(station: Station, management_user: User, login: Login) -> None:
    assert login(management_user).get(reverse("exams:rooms")).status_code == 403
    with pytest.raises(PermissionDenied):
        give_up_room(room=seating.room(station), actor=management_user, at=noon(date(2026, 8, 1)))


def test_a_room_is_given_up_and_its_name_is_free(station: Station, station_user: User, login: Login) -> None:
    kept = seating.room(station)
    assert login(station_user).post(reverse("exams:room_give_up", args=[kept.pk])).status_code == 302
    kept.refresh_from_db()
    assert kept.given_up_at is not None
    assert seating.room(station).pk != kept.pk


def test_a_room_with_people_of_a_coming_exam_stays(batch: Batch, station_user: User, login: Login) -> None:
    seating.seated(batch)
    kept = seating.place_of(batch).room
    with time_machine.travel(results.exam_noon(batch)):
        answer = login(station_user).post(reverse("exams:room_give_up", args=[kept.pk]))
    assert answer.status_code == 422
    assert "还有 3 个座位安排给尚未结束的批次" in answer.content.decode()
    kept.refresh_from_db()
    assert kept.given_up_at is None


def test_seats_do_not_go_from_under_people(batch: Batch, station_user: User) -> None:
    kept = seating.place_of(seating.seated(batch)).room
    fewer = RoomFacts(name=kept.name, kind=kept.kind, capacity=2, columns=kept.columns)
    at = seating.before(batch)
    with pytest.raises(BlockedError, match="第 3 号座位已安排给考生"):
        save_room(station=batch.station, facts=fewer, actor=station_user, at=at, room=kept)
    just = RoomFacts(name=kept.name, kind=kept.kind, capacity=3, columns=kept.columns)
    save_room(station=batch.station, facts=just, actor=station_user, at=at, room=kept)
    assert Room.objects.get(pk=kept.pk).capacity == 3


def test_the_day_after_the_exam_a_room_is_free_to_change(batch: Batch, station_user: User) -> None:
    kept = seating.place_of(seating.seated(batch)).room
    fewer = RoomFacts(name=kept.name, kind=kept.kind, capacity=2, columns=2)
    asked: dict[str, Any] = {"actor": station_user, "room": kept}
    with pytest.raises(BlockedError):
        save_room(station=batch.station, facts=fewer, at=results.exam_noon(batch), **asked)
    after = results.exam_noon(batch, 1)
    save_room(station=batch.station, facts=fewer, at=after, **asked)
    assert give_up_room(**asked, at=after).given_up_at == after
