"""Sessions of a batch: hours, rooms, invigilators."""

from datetime import time, timedelta
from typing import Any

import pytest
import time_machine
from django.http import Http404
from django.urls import reverse

from accounts.models import User
from batches.models import Batch
from exams.models import Seat, Session
from exams.seating.advice import session_advice
from exams.seating.reading import sessions_of
from exams.services.seating import seat_everybody
from exams.services.sessions import SessionFacts, remove_session, save_session
from ostami.problems import BlockedError
from question_bank.paper_kinds import PaperKind
from stations.models import Station
from tests.conftest import Login
from tests.factories import seating
from workflow.audit import history_of


def _facts(batch: Batch) -> SessionFacts:
    rooms = {seating.room(batch.station): ""}
    return SessionFacts(kind=PaperKind.THEORY, starts=time(9), minutes=90, rooms=rooms)


def test_station_adds_a_session(batch: Batch, station_user: User, login: Login) -> None:
    hall = seating.room(batch.station)
    typed = {
        "starts": "09:00",
        "minutes": "90 分钟",
        f"room_{hall.pk}": "on",
        f"invigilators_{hall.pk}": "监考甲, 监考乙",
    }
    with time_machine.travel(seating.before(batch)):
        answer = login(station_user).post(reverse("exams:session_new", args=[batch.pk, "theory"]), typed)
    assert answer.status_code == 302
    made = Session.objects.get()
    assert (str(made), made.starts, made.minutes) == ("理论第 1 场", time(9), 90)
    assert made.rooms.get().invigilators == "监考甲、监考乙"
    assert history_of(batch.arrangement).get().sentence == "添加了理论第 1 场：09:00 起 90 分钟，第一考场"


def test_a_session_needs_a_room(batch: Batch, station_user: User, login: Login) -> None:
    seating.room(batch.station)
    with time_machine.travel(seating.before(batch)):
        answer = login(station_user).post(
            reverse("exams:session_new", args=[batch.pk, "theory"]), {"starts": "09:00", "minutes": "90"}
        )
    assert answer.status_code == 422
    assert "请至少选择一个考场。" in answer.content.decode()


def test_sessions_are_numbered_a_paper(batch: Batch) -> None:
    hall, workshop = seating.room(batch.station), seating.room(batch.station, "车间", PaperKind.PRACTICAL)
    made = [
        seating.session(batch, hall),
        seating.session(batch, hall, starts=time(10, 30)),
        seating.session(batch, workshop, kind=PaperKind.PRACTICAL, starts=time(14)),
    ]
    assert list(map(str, made)) == ["理论第 1 场", "理论第 2 场", "实操第 1 场"]


@pytest.mark.parametrize(("starts", "minutes"), [(time(9), 90), (time(10, 29), 30), (time(8), 61)])
def test_a_room_is_used_once_an_hour(batch: Batch, starts: time, minutes: int) -> None:
    hall = seating.room(batch.station)
    seating.session(batch, hall)
    with pytest.raises(BlockedError, match="第一考场在 09:00–10:30 已用于"):
        seating.session(batch, hall, starts=starts, minutes=minutes)


@pytest.mark.parametrize(("starts", "minutes"), [(time(10, 30), 30), (time(8), 60)])
def test_one_session_may_begin_as_the_other_ends(batch: Batch, starts: time, minutes: int) -> None:
    hall = seating.room(batch.station)
    seating.session(batch, hall)
    assert seating.session(batch, hall, starts=starts, minutes=minutes).number == 2


def test_an_exam_ends_on_its_day(batch: Batch) -> None:
    hall = seating.room(batch.station)
    with pytest.raises(BlockedError, match="24:00 前不能结束"):
        seating.session(batch, hall, starts=time(23), minutes=61)


def test_rooms_of_others_and_of_the_other_paper_are_refused(batch: Batch, other_station: Station) -> None:
    for wrong in (seating.room(other_station), seating.room(batch.station, "车间", PaperKind.PRACTICAL)):
        with pytest.raises(BlockedError, match="不能用于本场"):
            seating.session(batch, wrong)


def test_sessions_change_until_the_exam_day_ends(batch: Batch) -> None:
    asked: dict[str, Any] = {"batch": batch, "facts": _facts(batch), "actor": seating.login_of(batch)}
    midnight = seating.before(batch, -1).replace(hour=0)
    with pytest.raises(BlockedError, match="已过，考场安排不能再改"):
        save_session(**asked, at=midnight)
    assert save_session(**asked, at=midnight - timedelta(seconds=1)).number == 1


def test_another_station_adds_none(batch: Batch, other_station_user: User) -> None:
    with pytest.raises(Http404):
        save_session(batch=batch, facts=_facts(batch), actor=other_station_user, at=seating.before(batch))


def test_who_sat_in_a_room_that_goes_has_no_seat(batch: Batch) -> None:
    seating.seated(batch)
    theory = batch.sessions.get(kind=PaperKind.THEORY)
    new = seating.room(batch.station, "第二考场")
    facts = SessionFacts(kind=PaperKind.THEORY, starts=time(9), minutes=90, rooms={new: ""})
    at = seating.before(batch)
    save_session(batch=batch, facts=facts, actor=seating.login_of(batch), at=at, session=theory)
    assert Seat.objects.filter(kind=PaperKind.THEORY).count() == 0
    assert Seat.objects.filter(kind=PaperKind.PRACTICAL).count() == 3


def test_a_session_goes_with_its_seats(batch: Batch, station_user: User) -> None:
    seating.seated(batch)
    remove_session(
        session=batch.sessions.get(kind=PaperKind.THEORY), actor=station_user, at=seating.before(batch)
    )
    assert set(Seat.objects.values_list("kind", flat=True)) == {PaperKind.PRACTICAL}


@pytest.mark.parametrize(
    ("watching", "said"),
    [
        ("监考甲、监考乙", []),
        ("监考甲", ["理论第 1 场 第一考场：监考人员 1 人，每个考场通常不少于 2 人。"]),
    ],
)
def test_fewer_than_two_invigilators_are_told(batch: Batch, watching: str, said: list[str]) -> None:
    seating.session(batch, seating.room(batch.station), watching=watching)
    assert session_advice(sessions_of(batch)) == said


def test_a_session_stands_at_the_present_exam_date(batch: Batch) -> None:
    made = seating.session(batch, seating.room(batch.station))
    batch.exam_date += timedelta(days=2)
    batch.save()
    made = Session.objects.get(pk=made.pk)
    assert made.starts_at.date() == batch.exam_date


def test_nobody_is_seated_without_a_session(batch: Batch) -> None:
    asked: dict[str, Any] = {"kind": PaperKind.THEORY, "mode": "roster", "actor": seating.login_of(batch)}
    with pytest.raises(BlockedError, match="还没有理论场次"):
        seat_everybody(batch=batch, at=seating.before(batch), **asked)
