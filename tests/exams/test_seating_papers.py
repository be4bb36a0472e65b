"""Tickets, sign-in sheets, door lists and desk labels on paper."""

from io import BytesIO

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from accounts.models import User
from batches.models import Batch
from candidates.models import Enrolment
from exams.models import Arrangement, CarriedScore
from exams.seating.jobs import print_batch
from exams.seating.reading import places_of, seats_of
from exams.seating.tickets import ticket_number
from jobs.models import Job, JobState
from jobs.running import run_job
from ostami.problems import BlockedError
from question_bank.models import PaperUse
from question_bank.paper_kinds import PaperKind, PaperSource
from tests.conftest import Login
from tests.factories import seating
from tests.factories.sealed_papers import use_of
from workflow.audit import history_of
from workflow.lifecycle import perform


def words(content: bytes) -> str:
    """A PDF's text without blanks."""
    return "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages)


def fetched(client: Client, address: str, batch: Batch) -> str:
    with time_machine.travel(seating.before(batch)):
        answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    return words(b"".join(answer) if answer.streaming else answer.content)


def own(batch: Batch, name: str = "林若溪") -> Enrolment:
    rows = Enrolment.objects.filter(batch=batch).select_related("batch", "candidate__user")
    found: Enrolment = rows.get(candidate__name=name)
    return found


def ran(batch: Batch, paper: str, actor: User) -> Job:
    job = print_batch(batch=batch, paper=paper, actor=actor, at=seating.before(batch))
    run_job.call(job.pk)
    return Job.objects.get(pk=job.pk)


def test_a_candidate_prints_the_own_ticket(batch: Batch, login: Login) -> None:
    seating.published(batch)
    mine = own(batch)
    text = fetched(login(mine.candidate.user), reverse("exams:ticket", args=[batch.pk]), batch)
    for fact in (
        "准考证",
        ticket_number(mine),
        "林若溪",
        mine.candidate.masked_number,
        "09:00–10:30",
        "第一考场（教学楼305）",
        "1号",
        "13:30–15:30",
        "数控实训室（实训楼101）",
        batch.place.replace(" ", ""),
    ):
        assert fact in text
    assert mine.candidate.document_number not in text
    assert "陈一鸣" not in text


def test_no_ticket_before_it_is_published(batch: Batch, login: Login) -> None:
    seating.seated(batch)
    client = login(own(batch).candidate.user)
    assert client.get(reverse("exams:ticket", args=[batch.pk])).status_code == 404


def test_nobody_prints_a_stranger_s_ticket(
    batch: Batch, other_batch: Batch, other_station_user: User, login: Login
) -> None:
    seating.published(batch)
    mine, stranger = own(batch), own(other_batch, "邻站考生")
    address = reverse("exams:enrolment_ticket", args=[mine.pk])
    for other in (stranger.candidate.user, own(batch, "陈一鸣").candidate.user, other_station_user):
        assert login(other).get(address).status_code == 404
    assert login(stranger.candidate.user).get(reverse("exams:ticket", args=[batch.pk])).status_code == 404


def test_station_prints_one_ticket(batch: Batch, station_user: User, login: Login) -> None:
    seating.published(batch)
    text = fetched(login(station_user), reverse("exams:enrolment_ticket", args=[own(batch).pk]), batch)
    assert "林若溪" in text


def test_a_carried_paper_is_said_on_the_ticket(batch: Batch, login: Login) -> None:
    mine, at = own(batch), seating.before(batch)
    CarriedScore.objects.create(
        enrolment=mine,
        source=own(batch, "陈一鸣"),
        kind=PaperKind.THEORY,
        score="70",
        granted_by=seating.login_of(batch),
        granted_at=at,
    )
    seating.published(batch)
    text = fetched(login(mine.candidate.user), reverse("exams:ticket", args=[batch.pk]), batch)
    assert "保留上次成绩" in text


@pytest.mark.parametrize(
    ("paper", "facts"),
    [
        (
            "signin",
            ("考生签到表（理论）", "本人签名（理论）", "应到3人", "监考人员签名", "考评员签名", "缺考"),
        ),
        ("doors", ("第一考场", "教学楼305", "理论第1场", "共3人")),
        ("labels", ("第一考场", "1号", "2号", "3号")),
    ],
)
def test_a_room_s_sheets(
    batch: Batch, station_user: User, login: Login, paper: str, facts: tuple[str, ...]
) -> None:
    seating.seated(batch)
    place = seating.place_of(batch)
    address = reverse("exams:session_room_paper", args=[place.pk, paper])
    text = fetched(login(station_user), address, batch)
    for fact in (*facts, "林若溪", "陈一鸣", ticket_number(own(batch))):
        assert fact in text
    assert own(batch).candidate.document_number not in text


def test_labels_say_the_version(batch: Batch, station_user: User, login: Login) -> None:
    use_of(batch, source=PaperSource.COMPOSED)
    seating.seated(batch)
    address = reverse("exams:session_room_paper", args=[seating.place_of(batch).pk, "labels"])
    text = fetched(login(station_user), address, batch)
    assert PaperUse.objects.exists()
    assert (text.count("A卷"), text.count("B卷")) == (2, 1)


@pytest.mark.parametrize("paper", ["tickets", "exam"])
def test_a_room_has_no_other_sheet(batch: Batch, station_user: User, login: Login, paper: str) -> None:
    seating.seated(batch)
    address = reverse("exams:session_room_paper", args=[seating.place_of(batch).pk, paper])
    assert login(station_user).get(address).status_code == 404


@pytest.mark.parametrize(("paper", "pages"), [("tickets", 2), ("signin", 2), ("doors", 2), ("labels", 2)])
def test_a_batch_is_printed_as_a_job(batch: Batch, station_user: User, paper: str, pages: int) -> None:
    seating.seated(batch)
    job = ran(batch, paper, station_user)
    assert job.state == JobState.FINISHED
    with job.result.open() as file:
        content = file.read()
    assert len(PdfReader(BytesIO(content)).pages) == pages
    assert all(name in words(content) for name in ("林若溪", "陈一鸣", "买买提·艾力"))


def test_the_button_leads_to_the_job(batch: Batch, station_user: User, login: Login) -> None:
    seating.seated(batch)
    with time_machine.travel(seating.before(batch)):
        answer = login(station_user).post(reverse("exams:seating_print", args=[batch.pk, "signin"]))
    assert answer["Location"] == reverse("jobs:page", args=[Job.objects.get().pk])


def test_a_candidate_prints_no_batch(batch: Batch, login: Login) -> None:
    seating.published(batch)
    client = login(own(batch).candidate.user)
    assert client.post(reverse("exams:seating_print", args=[batch.pk, "tickets"])).status_code == 404
    assert not Job.objects.exists()


def test_nothing_is_printed_before_somebody_is_seated(batch: Batch, station_user: User) -> None:
    with pytest.raises(BlockedError, match="还没有安排座位"):
        print_batch(batch=batch, paper="signin", actor=station_user, at=seating.before(batch))


def test_an_empty_room_prints_no_sheet_in_the_batch(batch: Batch, station_user: User) -> None:
    seating.seated(batch)
    assert len([place for place in places_of(batch) if place.seats.all()]) == 2
    assert Arrangement.objects.get().published_at is None


def test_a_second_click_prints_nothing_twice_and_leaves_one_line(batch: Batch, centre_user: User) -> None:
    seating.seated(batch)
    at = seating.before(batch)
    first = print_batch(batch=batch, paper="signin", actor=centre_user, at=at)
    assert print_batch(batch=batch, paper="signin", actor=centre_user, at=at) == first
    assert print_batch(batch=batch, paper="labels", actor=centre_user, at=at) != first
    told = history_of(batch.arrangement).filter(action="print", actor=centre_user)
    assert {one.sentence for one in told} == {"打印了整个批次的签到表", "打印了整个批次的桌签"}
    assert told.count() == 2


def test_a_cancelled_batch_prints_no_ticket(
    batch: Batch, management_user: User, station_user: User, login: Login
) -> None:
    seating.published(batch)
    perform(batch, "cancel", actor=management_user, at=seating.before(batch), reason="设备检修")
    mine = own(batch)
    client = login(mine.candidate.user)
    assert client.get(reverse("exams:ticket", args=[batch.pk])).status_code == 404
    assert seats_of([mine]) == {}
    with pytest.raises(BlockedError, match="当前状态为“已取消”，没有可以打印的考场资料"):
        print_batch(batch=batch, paper="tickets", actor=station_user, at=seating.before(batch))
