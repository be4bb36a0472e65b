"""What a candidate's pages say of a batch that was cancelled, moved or has lapsed."""

from datetime import date

import pytest
from django.test import Client

from accounts.models import User
from batches.models import Batch, BatchItem
from candidates.models import Candidate, Enrolment, UploadKind
from candidates.notices import notices_of
from candidates.personal_form.tasks import tasks_of
from tests.batches.moving import instant, moved
from tests.candidates.conftest import Frozen
from tests.conftest import Login
from tests.factories import exam
from workflow.lifecycle import perform
from workflow.tasks import TaskState

pytestmark = pytest.mark.django_db

AT = instant(8, 1)
CLOSED = instant(8, 22, 0)
REASON = "场地停电检修"


@pytest.fixture
def handed_in(draft: Enrolment, lin: Candidate) -> Enrolment:
    return perform(draft, "submit", actor=lin.user, at=AT)


def cancelled(batch: Batch, by: User) -> Batch:
    return perform(batch, "cancel", actor=by, at=AT, reason=REASON)


def read(client: Client, *addresses: str) -> list[str]:
    return [client.get(address).text for address in addresses]


def test_a_cancelled_batch_says_why_and_what_to_do(
    batch: Batch, handed_in: Enrolment, management_user: User, lin: Candidate, login: Login
) -> None:
    cancelled(batch, management_user)
    pages = read(login(lin.user), "/candidates/mine/", handed_in.get_absolute_url())
    for page in pages:
        assert f"批次已取消。原因：{REASON}。本次报名不再办理，请另选报名中的批次" in page
        assert "报名截止 2026-08-21" not in page
        assert "已取消</span>" in page
        assert "待上传盖章表</span>" not in page


@pytest.mark.parametrize("stage", ["draft", "submitted", "stamped"])
def test_nothing_is_left_to_do_in_a_cancelled_batch(
    batch: Batch, draft: Enrolment, management_user: User, lin: Candidate, stage: str
) -> None:
    enrolment = draft
    if stage != "draft":
        enrolment = perform(draft, "submit", actor=lin.user, at=AT)
    if stage == "stamped":
        exam.upload(enrolment, UploadKind.STAMPED_FORM)
        enrolment = perform(enrolment, "stamp", actor=lin.user, at=AT)
    cancelled(batch, management_user)
    tasks = tasks_of(Enrolment.objects.get(pk=enrolment.pk), at=AT)
    assert {task.state for task in tasks} <= {TaskState.DONE, TaskState.BLOCKED}
    assert not any(task.is_next for task in tasks)
    assert "批次已取消" in {task.hint for task in tasks}


def test_whoever_only_began_to_fill_in_reads_it_too_at_home(
    batch: Batch, draft: Enrolment, management_user: User, lin: Candidate, login: Login
) -> None:
    client = login(lin.user)
    assert "下一步" in client.get("/candidates/mine/").text
    cancelled(batch, management_user)
    page = client.get("/candidates/mine/").text
    assert f"批次已取消。原因：{REASON}。" in page
    assert "下一步" not in page


def test_a_lapsed_batch_says_so_and_leaves_nothing_to_do(
    batch: Batch, handed_in: Enrolment, lin: Candidate, login: Login, clock_at: Frozen
) -> None:
    clock_at.move_to(CLOSED)
    for page in read(login(lin.user), "/candidates/mine/", handed_in.get_absolute_url()):
        assert "批次已失效：考试站没有在 2026-08-21 24:00 前提交花名册（服务指南 4.5.1-2）。" in page
    tasks = tasks_of(Enrolment.objects.get(pk=handed_in.pk), at=CLOSED)
    assert not any(task.is_next for task in tasks)
    assert "批次已失效" in {task.hint for task in tasks}


def test_once_the_roster_is_in_another_date_opens_no_enrolment(
    batch: Batch, item: BatchItem, lin: Candidate, station_user: User, management_user: User
) -> None:
    exam.accepted_enrolment(item, lin, at=AT)
    perform(batch, "submit_roster", actor=station_user, at=AT)
    held = moved(batch, date(2026, 9, 20), by=management_user, at=AT)
    assert [notice.words for notice in notices_of(held, at=AT)] == [
        "考试日期已由 2026-09-01 调整为 2026-09-20（原因：实训楼供电改造）。"
    ]


def test_an_enrolment_goes_on_by_the_new_date(
    batch: Batch, handed_in: Enrolment, management_user: User, lin: Candidate, login: Login, clock_at: Frozen
) -> None:
    clock_at.move_to(CLOSED)
    moved(batch, date(2026, 9, 20), by=management_user, at=CLOSED)
    for page in read(login(lin.user), "/candidates/mine/", handed_in.get_absolute_url()):
        assert "考试日期已由 2026-09-01 调整为 2026-09-20（原因：实训楼供电改造）" in page
        assert "2026-09-09 24:00" in page
        assert "已失效" not in page
    tasks = tasks_of(Enrolment.objects.get(pk=handed_in.pk), at=CLOSED)
    assert [task.label for task in tasks if task.is_next] == ["打印申报表并盖章", "上传盖章申报表"]


def test_whoever_opens_the_old_address_of_a_cancelled_batch_reads_why(
    batch: Batch, item: BatchItem, management_user: User, qian: Candidate, login: Login
) -> None:
    cancelled(batch, management_user)
    page = login(qian.user).get(f"/candidates/enrol/{item.pk}/").text
    assert f"批次已取消。原因：{REASON}。" in page
    answer = login(qian.user).post(f"/candidates/enrol/{item.pk}/")
    assert answer.status_code == 422
    assert "当前状态为“已取消”，不接受报名" in answer.text
