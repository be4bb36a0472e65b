"""The pages of seats: the station's, the readers', the candidate's."""

from datetime import time

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from batches.models import Batch
from candidates.models import Enrolment
from candidates.progress import StageState, progress_of
from exams.models import Arrangement, Seat
from exams.seating.tickets import ticket_number
from question_bank.paper_kinds import PaperKind
from tests.conftest import Login
from tests.factories import seating
from tests.factories.sealed_papers import use_of


def page(batch: Batch) -> str:
    return reverse("exams:seating", args=[batch.pk])


def own(batch: Batch, name: str = "林若溪") -> Enrolment:
    rows = Enrolment.objects.filter(batch=batch)
    joined = rows.select_related("batch__station__organisation", "candidate__user")
    found: Enrolment = joined.get(candidate__name=name)
    return found


def test_station_seats_and_publishes_by_its_pages(batch: Batch, station_user: User, login: Login) -> None:
    seating.sessions(batch)
    client = login(station_user)
    with time_machine.travel(seating.before(batch)):
        for kind in PaperKind:
            assert client.post(page(batch), {"kind": kind, "mode": "mixed"}).status_code == 302
        client.post(reverse("exams:seating_publish", args=[batch.pk]))
        shown = client.get(page(batch)).content.decode()
    assert Seat.objects.count() == 6
    assert Arrangement.objects.get().published_by == station_user
    assert "理论：已安排 3 / 3 人" in shown
    assert "此后的调整，考生立即可以看到" in shown


def test_the_page_names_what_is_missing(batch: Batch, station_user: User, login: Login) -> None:
    with time_machine.travel(seating.before(batch)):
        shown = login(station_user).get(page(batch)).content.decode()
        refused = login(station_user).post(page(batch), {"kind": "theory", "mode": "roster"})
    assert "本站还没有登记考场" in shown
    assert "理论考试还有 3 名考生没有座位：林若溪、陈一鸣、买买提·艾力" in shown
    assert refused.status_code == 422
    assert "还没有理论场次" in refused.content.decode()


def test_a_refused_publication_says_why(batch: Batch, station_user: User, login: Login) -> None:
    seating.sessions(batch)
    with time_machine.travel(seating.before(batch)):
        answer = login(station_user).post(reverse("exams:seating_publish", args=[batch.pk]), follow=True)
    assert "没有发布。理论考试还有 3 名考生没有座位" in answer.content.decode()
    assert Arrangement.objects.get().published_at is None


def test_clashes_are_told(batch: Batch, station_user: User, login: Login) -> None:
    use_of(batch)
    seating.sessions(batch, capacity=3, columns=3)
    with time_machine.travel(seating.before(batch)):
        answer = login(station_user).post(page(batch), {"kind": "theory", "mode": "roster"}, follow=True)
    assert "有 2 对相邻座位使用同一工种的同一份试卷" in answer.content.decode()


def test_management_reads_and_changes_nothing(
    batch: Batch, management_user: User, other_station_user: User, login: Login
) -> None:
    seating.seated(batch)
    place = reverse("exams:session_room", args=[seating.place_of(batch).pk])
    with time_machine.travel(seating.before(batch)):
        client = login(management_user)
        shown = client.get(page(batch)).content.decode()
        assert client.get(place).status_code == 200
        assert client.post(page(batch), {"kind": "theory", "mode": "roster"}).status_code == 403
        assert client.post(place, {}).status_code == 403
        stranger = login(other_station_user)
        assert stranger.get(page(batch)).status_code == stranger.get(place).status_code == 404
    assert "自动安排" not in shown
    assert "重新安排" not in shown


def test_a_room_shows_who_sits_where(batch: Batch, station_user: User, login: Login) -> None:
    seating.seated(batch)
    place = seating.place_of(batch)
    with time_machine.travel(seating.before(batch)):
        shown = login(station_user).get(reverse("exams:session_room", args=[place.pk])).content.decode()
    assert ticket_number(own(batch)) in shown
    assert "空座位：4、5、6、7、8、9、10、11、12" in shown
    assert "1 林若溪（第一考场 1 号）" in shown


def test_the_batch_page_has_a_panel(batch: Batch, station_user: User, login: Login) -> None:
    seating.published(batch)
    with time_machine.travel(seating.before(batch)):
        shown = login(station_user).get(batch.get_absolute_url()).content.decode()
    assert "1 场，已安排座位 3 / 3 人" in shown
    assert page(batch) in shown


def test_the_pages_ask_as_often_for_one_candidate_as_for_three(
    batch: Batch, other_batch: Batch, management_user: User, login: Login
) -> None:
    client, asked = login(management_user), []
    for one in (batch, other_batch):
        seating.seated(one)
        for address in (page(one), reverse("exams:session_room", args=[seating.place_of(one).pk])):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            asked.append(len(queries))
    assert asked[:2] == asked[2:]


def test_a_candidate_learns_the_seats_once_published(batch: Batch) -> None:
    mine, at = own(batch), seating.before(batch)
    seating.seated(batch)
    before = progress_of([mine], at=at)[mine.pk][2]
    assert "准考证号" not in before.words
    assert before.address == ""
    Arrangement.objects.update(published_at=at)
    stage = progress_of([mine], at=at)[mine.pk][2]
    assert stage.state == StageState.AHEAD
    assert stage.words == (
        f"{batch.exam_date}，还有 3 天，{batch.place}。准考证号 {ticket_number(mine)}；"
        "理论 09:00 第一考场 1 号；实操 13:30 数控实训室 1 号。请带准考证和身份证件原件"
    )
    assert stage.address == reverse("exams:ticket", args=[batch.pk])


def test_on_the_day_the_seat_is_what_comes_next(batch: Batch) -> None:
    mine = own(batch)
    seating.published(batch)
    stage = progress_of([mine], at=seating.before(batch, 0))[mine.pk][2]
    assert stage.state == StageState.CURRENT
    assert "今天考试" in stage.words


@pytest.mark.parametrize("kind", ["oral", "x"])
def test_a_session_is_of_one_of_the_two_papers(
    batch: Batch, station_user: User, login: Login, kind: str
) -> None:
    answer = login(station_user).get(reverse("exams:session_new", args=[batch.pk, kind]))
    assert answer.status_code == 404


def test_a_session_is_changed_and_removed_by_its_pages(
    batch: Batch, station_user: User, login: Login
) -> None:
    theory, _ = seating.sessions(batch)
    hall = theory.rooms.get().room
    client = login(station_user)
    with time_machine.travel(seating.before(batch)):
        shown = client.get(reverse("exams:session", args=[theory.pk])).content.decode()
        typed = {"starts": "08:30", "minutes": "60", f"room_{hall.pk}": "on"}
        client.post(reverse("exams:session", args=[theory.pk]), typed)
        theory.refresh_from_db()
        assert (theory.starts, theory.minutes) == (time(8, 30), 60)
        assert "监考甲、监考乙" in shown
        client.post(reverse("exams:session_remove", args=[theory.pk]))
    assert not batch.sessions.filter(kind=PaperKind.THEORY).exists()


def test_published_seats_are_changed_only_when_that_is_confirmed(
    batch: Batch, station_user: User, login: Login
) -> None:
    seating.published(batch)
    before = list(Seat.objects.order_by("pk").values_list("pk", flat=True))
    client, typed = login(station_user), {"kind": PaperKind.THEORY, "mode": "mixed"}
    with time_machine.travel(seating.before(batch)):
        refused = client.post(page(batch), typed)
        assert refused.status_code == 422
        assert "请勾选确认后再安排" in refused.text
        assert list(Seat.objects.order_by("pk").values_list("pk", flat=True)) == before
        assert client.post(page(batch), {**typed, "again": "on"}).status_code == 302


def test_papers_are_printed_once_somebody_sits(batch: Batch, station_user: User, login: Login) -> None:
    with time_machine.travel(seating.before(batch)):
        assert "打印（整个批次）" not in login(station_user).get(page(batch)).text
        seating.seated(batch)
        assert "打印（整个批次）" in login(station_user).get(page(batch)).text
