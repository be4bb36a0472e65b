"""Seating a batch: by itself, by hand, published."""

from datetime import time
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse

from accounts.models import User
from batches.models import Batch
from candidates.models import Enrolment
from exams.models import Arrangement, CarriedScore, Seat
from exams.seating.arranging import Mode
from exams.seating.reading import kind_states, without_version
from exams.services.seating import publish_arrangement, seat_everybody, sit
from ostami.problems import BlockedError
from question_bank.paper_kinds import PaperKind, PaperSource
from stations.models import Station
from tests.conftest import Login
from tests.factories import exam, seating
from tests.factories.sealed_papers import use_of
from workflow.audit import history_of


def numbers(batch: Batch, kind: str = PaperKind.THEORY) -> list[tuple[str, int, str]]:
    """Name, seat and version in roster order."""
    seats = Seat.objects.filter(place__session__batch=batch, kind=kind).order_by("enrolment__sequence")
    return list(seats.values_list("enrolment__candidate__name", "number", "version"))


def named(batch: Batch, name: str) -> Enrolment:
    return batch.enrolments.get(candidate__name=name)


def carry_theory(batch: Batch, name: str) -> None:
    login = seating.login_of(batch)
    CarriedScore.objects.create(
        enrolment=named(batch, name),
        source=named(batch, "陈一鸣"),
        kind=PaperKind.THEORY,
        score="70",
        granted_by=login,
        granted_at=seating.before(batch),
    )


def test_everybody_is_seated_in_roster_order(batch: Batch) -> None:
    seating.seated(batch)
    expected = [("林若溪", 1, ""), ("陈一鸣", 2, ""), ("买买提·艾力", 3, "")]
    assert numbers(batch) == expected
    assert numbers(batch, PaperKind.PRACTICAL) == expected
    assert "按花名册顺序安排了理论座位（3 人）" in {one.sentence for one in history_of(batch.arrangement)}


def test_versions_lie_like_a_chess_board(batch: Batch) -> None:
    use_of(batch, source=PaperSource.COMPOSED)
    seating.seated(batch, columns=2)
    assert [version for _, _, version in numbers(batch)] == ["A", "B", "B"]
    assert [version for _, _, version in numbers(batch, PaperKind.PRACTICAL)] == ["", "", ""]


def test_a_paper_chosen_later_asks_for_new_seats(batch: Batch) -> None:
    seating.seated(batch)
    assert not without_version(batch)
    use_of(batch, source=PaperSource.COMPOSED)
    assert without_version(batch)


def test_one_version_takes_every_second_seat_when_mixed(batch: Batch) -> None:
    use_of(batch)
    seating.seated(batch, Mode.MIXED)
    assert [number for _, number, _ in numbers(batch)] == [1, 3, 6]


def test_seating_anew_undoes_what_was_done_by_hand(batch: Batch) -> None:
    seating.seated(batch)
    at, login = seating.before(batch), seating.login_of(batch)
    sit(enrolment=named(batch, "林若溪"), place=seating.place_of(batch), number=9, actor=login, at=at)
    seat_everybody(batch=batch, kind=PaperKind.THEORY, mode=Mode.ROSTER, actor=login, at=at)
    assert [number for _, number, _ in numbers(batch)] == [1, 2, 3]


def test_too_few_seats_seat_nobody_and_keep_what_was(batch: Batch, station_user: User) -> None:
    seating.session(batch, seating.room(batch.station, capacity=2))
    with pytest.raises(BlockedError, match="理论座位不够，还差 1 个"):
        seat_everybody(
            batch=batch, kind="theory", mode=Mode.ROSTER, actor=station_user, at=seating.before(batch)
        )
    assert not Seat.objects.exists()


def test_a_workshop_that_is_too_small_takes_people_in_turns(batch: Batch, station_user: User) -> None:
    workshop = seating.room(batch.station, "车间", PaperKind.PRACTICAL, capacity=2)
    for hour in (9, 14):
        seating.session(batch, workshop, kind=PaperKind.PRACTICAL, starts=time(hour))
    at = seating.before(batch)
    seat_everybody(batch=batch, kind="practical", mode=Mode.ROSTER, actor=station_user, at=at)
    seats = Seat.objects.order_by("enrolment__sequence").values_list("place__session__number", "number")
    assert list(seats) == [(1, 1), (1, 2), (2, 1)]


def test_nobody_is_put_into_both_papers_at_one_hour(batch: Batch, station_user: User) -> None:
    halls = [seating.room(batch.station, name, capacity=size) for name, size in (("甲", 2), ("乙", 1))]
    seating.session(batch, halls[0], starts=time(9))
    seating.session(batch, halls[1], starts=time(14))
    workshop = seating.room(batch.station, "车间", PaperKind.PRACTICAL, capacity=2)
    for hour in (9, 14):
        seating.session(batch, workshop, kind=PaperKind.PRACTICAL, starts=time(hour))
    at = seating.before(batch)
    for kind in PaperKind:
        seat_everybody(batch=batch, kind=kind, mode=Mode.ROSTER, actor=station_user, at=at)
    hours = Seat.objects.order_by("enrolment__sequence").values_list("kind", "place__session__number")
    assert list(hours.filter(kind="theory")) == [("theory", 1), ("theory", 1), ("theory", 2)]
    assert list(hours.filter(kind="practical")) == [("practical", 2), ("practical", 2), ("practical", 1)]
    publish_arrangement(batch=batch, actor=station_user, at=at)


def test_who_carries_a_score_needs_no_seat_for_it(batch: Batch) -> None:
    carry_theory(batch, "林若溪")
    seating.published(batch)
    assert [name for name, _, _ in numbers(batch)] == ["陈一鸣", "买买提·艾力"]
    assert [(state.people, state.seated) for state in kind_states(batch)] == [(2, 2), (3, 3)]


def test_a_person_moves_to_a_free_seat(batch: Batch, station_user: User, login: Login) -> None:
    seating.seated(batch)
    place = seating.place_of(batch)
    typed = {"enrolment": named(batch, "林若溪").pk, "number": "12"}
    with time_machine.travel(seating.before(batch)):
        answer = login(station_user).post(reverse("exams:session_room", args=[place.pk]), typed)
    assert answer.status_code == 302
    assert numbers(batch)[0] == ("林若溪", 12, "")


def test_two_people_exchange_their_seats_and_versions(batch: Batch, station_user: User) -> None:
    use_of(batch, source=PaperSource.COMPOSED)
    place = seating.place_of(seating.seated(batch))
    at, who = seating.before(batch), named(batch, "林若溪")
    sit(enrolment=who, place=place, number=2, actor=station_user, at=at)
    assert numbers(batch) == [("林若溪", 2, "B"), ("陈一鸣", 1, "A"), ("买买提·艾力", 3, "A")]
    assert "与陈一鸣互换" in history_of(batch.arrangement).latest("pk").sentence


@pytest.mark.parametrize("number", [0, 13])
def test_a_seat_that_the_room_has_not_is_refused(batch: Batch, station_user: User, number: int) -> None:
    place = seating.place_of(seating.seated(batch))
    who = named(batch, "林若溪")
    with pytest.raises(BlockedError, match=f"没有 {number} 号座位"):
        sit(enrolment=who, place=place, number=number, actor=station_user, at=seating.before(batch))


def test_who_has_no_seat_takes_no_taken_one(batch: Batch, station_user: User) -> None:
    place = seating.place_of(seating.seated(batch))
    who = named(batch, "林若溪")
    who.seats.filter(kind=PaperKind.THEORY).delete()
    asked: dict[str, Any] = {
        "enrolment": who,
        "place": place,
        "actor": station_user,
        "at": seating.before(batch),
    }
    with pytest.raises(BlockedError, match="2 号已有考生"):
        sit(**asked, number=2)
    assert sit(**asked, number=1).number == 1


def test_a_stranger_gets_no_seat(batch: Batch, other_batch: Batch, station_user: User) -> None:
    place = seating.place_of(seating.seated(batch))
    stranger = named(other_batch, "邻站考生")
    with pytest.raises(Http404):
        sit(enrolment=stranger, place=place, number=9, actor=station_user, at=seating.before(batch))


def test_another_station_and_management_arrange_nothing(
    batch: Batch, other_station_user: User, management_user: User
) -> None:
    asked: dict[str, Any] = {
        "batch": batch,
        "kind": "theory",
        "mode": Mode.ROSTER,
        "at": seating.before(batch),
    }
    with pytest.raises(Http404):
        seat_everybody(**asked, actor=other_station_user)
    with pytest.raises(PermissionDenied):
        seat_everybody(**asked, actor=management_user)


def test_seats_wait_for_the_roster(station: Station, management_user: User, station_user: User) -> None:
    exam.scope(station, exam.trade(), "54321")
    plan = exam.approved_plan(station, management_user)
    early = exam.approved_batch(station, management_user, plan.items.get())
    with pytest.raises(BlockedError, match="当前状态为“报名中”，不能安排考场"):
        publish_arrangement(batch=early, actor=station_user, at=seating.before(early))


def test_publishing_waits_until_everybody_has_both_seats(batch: Batch, station_user: User) -> None:
    seating.seated(batch)
    Seat.objects.filter(kind=PaperKind.PRACTICAL, enrolment=named(batch, "陈一鸣")).delete()
    with pytest.raises(BlockedError, match="实操考试还有 1 名考生没有座位：陈一鸣"):
        publish_arrangement(batch=batch, actor=station_user, at=seating.before(batch))
    assert Arrangement.objects.get().published_at is None


def test_publishing_waits_while_somebody_is_in_two_places(batch: Batch, station_user: User) -> None:
    seating.seated(batch)
    batch.sessions.filter(kind=PaperKind.PRACTICAL).update(starts=time(10, 29))
    with pytest.raises(BlockedError, match="实操第 1 场与理论考试时间重叠，3 名考生不能同时参加"):
        publish_arrangement(batch=batch, actor=station_user, at=seating.before(batch))


def test_publishing_twice_keeps_the_first_time(batch: Batch, station_user: User) -> None:
    seating.published(batch)
    again = publish_arrangement(batch=batch, actor=station_user, at=seating.before(batch, 1))
    assert again.published_at == seating.before(batch)
    assert again.published_by == station_user
