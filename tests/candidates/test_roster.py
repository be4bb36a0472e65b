"""The station's side: queue, review, roster and handing it in."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from batches.models import Batch, BatchItem, BatchStatus
from candidates.models import Candidate, Enrolment, EnrolmentStatus, UploadKind
from candidates.panels import roster_panel
from ostami.clock import SHANGHAI
from tests.candidates.conftest import Frozen
from tests.conftest import Login
from tests.factories import exam, people
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db


def stamped(item: BatchItem, name: str) -> Enrolment:
    enrolment = exam.draft_enrolment(item, people.candidate(name))
    enrolment = perform(enrolment, "submit", actor=enrolment.candidate.user)
    exam.upload(enrolment, UploadKind.STAMPED_FORM)
    return perform(enrolment, "stamp", actor=enrolment.candidate.user)


@pytest.fixture
def roster_address(batch: Batch) -> str:
    return f"/candidates/roster/{batch.pk}/"


def test_what_waits_for_review_comes_first(
    login: Login, item: BatchItem, station_user: User, roster_address: str
) -> None:
    exam.accepted_enrolment(item, people.candidate("孙晓"))
    stamped(item, "林小禾")
    response = login(station_user).get(roster_address)
    assert [row.candidate.name for row in response.context["enrolments"]] == ["林小禾"]
    page = response.content.decode()
    assert all(words in page for words in ("待审核 1", "花名册 1", "已退回 0"))
    assert Candidate.objects.get(name="林小禾").document_number not in page
    shown = login(station_user).get(roster_address, {"show": "accepted"}).context["enrolments"]
    assert [row.candidate.name for row in shown] == ["孙晓"]


@pytest.mark.parametrize("show", ["draft", "everything", ""])
def test_an_unknown_tab_falls_back_and_drafts_never_show(
    login: Login, draft: Enrolment, station_user: User, roster_address: str, show: str
) -> None:
    response = login(station_user).get(roster_address, {"show": show})
    assert (response.status_code, list(response.context["enrolments"])) == (200, [])


def test_the_reviewer_sees_form_and_pictures_side_by_side(
    login: Login, item: BatchItem, station_user: User
) -> None:
    enrolment = stamped(item, "林小禾")
    page = login(station_user).get(f"/candidates/{enrolment.pk}/").content.decode()
    assert enrolment.candidate.masked_number in page
    assert enrolment.candidate.document_number not in page
    for upload in enrolment.uploads.all():
        assert f"/candidates/uploads/{upload.pk}/" in page
    assert all(word in page for word in ("审核通过", "退回修改", "不予通过"))


def test_accepting_puts_a_candidate_on_the_roster(login: Login, item: BatchItem, station_user: User) -> None:
    enrolment = stamped(item, "林小禾")
    assert login(station_user).post(f"/candidates/{enrolment.pk}/accept/").status_code == 302
    assert [row.candidate.name for row in item.batch.enrolments.accepted()] == ["林小禾"]


@pytest.mark.parametrize(
    ("move", "field", "status"),
    [("return", "other", EnrolmentStatus.RETURNED), ("reject", "reason", EnrolmentStatus.REJECTED)],
)
def test_a_return_and_a_rejection_need_a_reason_which_the_candidate_reads(
    login: Login, item: BatchItem, station_user: User, move: str, field: str, status: str
) -> None:
    enrolment = stamped(item, "林小禾")
    client = login(station_user)
    assert client.post(f"/candidates/{enrolment.pk}/{move}/", {field: " "}).status_code == 422
    assert client.post(f"/candidates/{enrolment.pk}/{move}/", {field: "学生证看不清"}).status_code == 302
    enrolment.refresh_from_db()
    assert enrolment.status == status
    page = login(enrolment.candidate.user).get(f"/candidates/{enrolment.pk}/").content.decode()
    assert "学生证看不清" in page


def test_the_roster_waits_until_everybody_was_decided(
    login: Login, item: BatchItem, batch: Batch, station_user: User, roster_address: str
) -> None:
    client = login(station_user)
    address = f"/batches/{batch.pk}/submit_roster/"
    assert "花名册上还没有审核通过的考生" in client.post(address).content.decode()
    waiting = stamped(item, "林小禾")
    response = client.post(address)
    assert response.status_code == 422
    assert "还有 1 名考生的报名没有审核（服务指南 4.5.1-2）" in response.content.decode()
    assert "还不能提交花名册" in client.get(roster_address).content.decode()
    perform(waiting, "accept", actor=station_user)
    assert client.post(address).status_code == 302
    batch.refresh_from_db()
    assert batch.status == BatchStatus.ROSTER_SUBMITTED


def test_who_was_sent_back_and_stays_out_is_told_before_the_roster_goes(
    login: Login, item: BatchItem, batch: Batch, station_user: User
) -> None:
    exam.accepted_enrolment(item, people.candidate("孙晓"))
    perform(stamped(item, "林小禾"), "return", actor=station_user, reason="其他：请核对")
    exam.draft_enrolment(item, people.candidate("钱多多"))
    page = login(station_user).get(f"/batches/{batch.pk}/submit_roster/").content.decode()
    assert "已退回、还没有重新提交的 1 人" in page
    assert "还在填写、没有提交的 1 人" in page


def test_one_who_never_uploaded_the_stamped_form_waits_too(
    login: Login, draft: Enrolment, batch: Batch, station_user: User
) -> None:
    exam.accepted_enrolment(draft.batch_item, people.candidate("孙晓"))
    perform(draft, "submit", actor=draft.candidate.user)
    assert login(station_user).post(f"/batches/{batch.pk}/submit_roster/").status_code == 422
    perform(draft, "return", actor=station_user, reason="未上传盖章表")
    assert login(station_user).post(f"/batches/{batch.pk}/submit_roster/").status_code == 302


def test_once_the_roster_is_in_nobody_enrols(
    login: Login, draft: Enrolment, batch: Batch, station_user: User
) -> None:
    exam.accepted_enrolment(draft.batch_item, people.candidate("孙晓"))
    perform(batch, "submit_roster", actor=station_user)
    response = login(draft.candidate.user).post(f"/candidates/{draft.pk}/check/")
    assert response.status_code == 422
    assert "当前状态为“花名册已提交”，不接受报名" in response.content.decode()


@pytest.mark.parametrize(
    ("instant", "answer"),
    [
        (datetime(2026, 8, 21, 23, 59, 59, tzinfo=SHANGHAI), 302),
        (datetime(2026, 8, 22, tzinfo=SHANGHAI), 422),
    ],
)
def test_the_roster_has_the_same_deadline(
    login: Login,
    item: BatchItem,
    batch: Batch,
    station_user: User,
    clock_at: Frozen,
    instant: datetime,
    answer: int,
) -> None:
    exam.accepted_enrolment(item, people.candidate("孙晓"))
    clock_at.move_to(instant)
    assert login(station_user).post(f"/batches/{batch.pk}/submit_roster/").status_code == answer


@pytest.mark.parametrize("path", ["", "roster.xlsx", "roster.pdf"])
def test_rosters_show_within_scope_alone(
    login: Login,
    lin: Candidate,
    management_user: User,
    other_station_user: User,
    station_user: User,
    roster_address: str,
    path: str,
) -> None:
    address = roster_address + path
    assert login(station_user).get(address).status_code == 200
    assert login(management_user).get(address).status_code == 200
    assert login(other_station_user).get(address).status_code == 404
    assert login(lin.user).get(address).status_code == 404


def test_management_reads_but_does_not_review(login: Login, item: BatchItem, management_user: User) -> None:
    enrolment = stamped(item, "林小禾")
    client = login(management_user)
    page = client.get(f"/candidates/{enrolment.pk}/").content.decode()
    assert "审核通过</a>" not in page
    assert client.post(f"/candidates/{enrolment.pk}/accept/").status_code == 403


def test_the_batch_page_counts_who_waits(
    login: Login, item: BatchItem, batch: Batch, station_user: User
) -> None:
    stamped(item, "林小禾")
    section = roster_panel(batch, station_user)
    assert section is not None
    assert section[1]["counts"][:3] == [("待审核", 1), ("待上传盖章表", 0), ("花名册", 0)]
    page = login(station_user).get(f"/batches/{batch.pk}/").content.decode()
    assert "查看报名与花名册" in page


def test_the_roster_asks_as_many_queries_for_three_rows_as_for_one(
    login: Login,
    item: BatchItem,
    station_user: User,
    roster_address: str,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = login(station_user)
    stamped(item, "林小禾")
    client.get(roster_address)
    with CaptureQueriesContext(connection) as one:
        client.get(roster_address)
    stamped(item, "钱多多")
    stamped(item, "孙晓")
    with django_assert_num_queries(len(one)):
        client.get(roster_address)
