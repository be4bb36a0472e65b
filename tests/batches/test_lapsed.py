"""A batch without a roster at the closing has lapsed; only the one change of its date revives it."""

from datetime import date, datetime

import pytest

from accounts.models import User
from batches.models import Batch, PlanItem
from batches.selectors.date_changes import date_change_state
from candidates.models import Candidate, UploadKind
from candidates.selectors import open_items
from candidates.services import start_enrolment
from ostami.problems import BlockedError
from stations.models import Station
from tests.batches.conftest import Frozen
from tests.batches.moving import ask, instant, moved
from tests.conftest import Login
from tests.factories import exam, people
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db

LAST_SECOND = instant(8, 21, 23, 59, 59)
CLOSED = instant(8, 22, 0, 0, 0)
LATER = date(2026, 9, 20)


@pytest.fixture
def announced(station: Station, management_user: User, plan_item: PlanItem) -> Batch:
    """Approved, exam on 2026-09-01, no roster."""
    return exam.approved_batch(station, management_user, plan_item)


@pytest.fixture
def lin(db: None) -> Candidate:
    return people.candidate("林小禾")


def refusal(batch: Batch, name: str, actor: User, at: datetime) -> str:
    with pytest.raises(BlockedError) as refused:
        perform(batch, name, actor=actor, at=at)
    return str(refused.value)


@pytest.mark.parametrize(("at", "key"), [(LAST_SECOND, "approved"), (CLOSED, "lapsed")])
def test_it_lapses_by_the_instant_alone(announced: Batch, at: datetime, key: str) -> None:
    announced.refresh_from_db()
    lapsed = key == "lapsed"
    assert announced.state_at(at).key == key
    assert Batch.objects.lapsed(at).contains(announced) is lapsed
    assert open_items(at=at).exists() is not lapsed
    assert announced.status == "approved"


def test_a_batch_with_its_roster_in_does_not_lapse(announced: Batch) -> None:
    exam.with_roster(announced, "林小禾")
    assert not Batch.objects.lapsed(CLOSED).exists()


def test_its_roster_is_refused_with_the_way_out(
    announced: Batch, station_user: User, management_user: User
) -> None:
    said = refusal(announced, "submit_roster", station_user, CLOSED)
    assert (
        "花名册提交截止 2026-08-21 24:00，窗口已于 2026-08-22 00:00 关闭（服务指南 4.5.1-2）。"
        "可申请调整一次考试日期，批准后报名和花名册窗口按新的日期重新开放；不再考试的，请取消该批次。"
    ) in said
    moved(announced, LATER, by=management_user, at=CLOSED)
    said = refusal(announced, "submit_roster", station_user, instant(9, 10, 0))
    assert "考试日期已调整过一次，只能取消该批次，另行申请。" in said


def test_the_one_change_revives_it(
    announced: Batch, station_user: User, management_user: User, lin: Candidate
) -> None:
    item = announced.items.get()
    with pytest.raises(BlockedError, match="窗口已于 2026-08-22 00:00 关闭"):
        start_enrolment(item=item, actor=lin.user, at=CLOSED)
    batch = moved(announced, LATER, by=management_user, at=instant(8, 25))
    assert not batch.has_lapsed(instant(9, 9, 23, 59, 59))
    assert open_items(at=instant(9, 9, 23, 59, 59)).exists()
    exam.accepted_enrolment(batch.items.get(), lin, at=instant(9, 9, 23, 59, 59))
    handed_in = perform(batch, "submit_roster", actor=station_user, at=instant(9, 9, 23, 59, 59))
    assert handed_in.status == "roster_submitted"


def test_moved_and_lapsed_again_it_can_only_be_cancelled(
    announced: Batch, station_user: User, management_user: User
) -> None:
    batch = moved(announced, LATER, by=management_user, at=CLOSED)
    closed_again = instant(9, 10, 0)
    state = date_change_state(batch, user=station_user, at=closed_again)
    assert (state.lapsed, state.possible, state.may_request) == (True, False, False)
    cancelled = perform(batch, "cancel", actor=station_user, at=closed_again, reason="报名人数不足")
    assert cancelled.status == "cancelled"


def test_its_page_says_what_to_do_at_each_stage(
    announced: Batch, station_user: User, management_user: User, login: Login, clock_at: Frozen
) -> None:
    address = announced.get_absolute_url()
    clock_at.move_to(CLOSED)
    page = login(station_user).get(address).text
    assert "已失效：花名册截止 2026-08-21 24:00，未提交（服务指南 4.5.1-2）。" in page
    assert f'href="/batches/{announced.pk}/date-change/">申请调整考试日期</a>' in page
    assert page.count("可申请调整一次考试日期") == 1
    assert "提交花名册</span>" not in page, "the red box says why; no blocked button says it again"
    assert "考试站可申请调整一次考试日期恢复办理" in login(management_user).get(address).text
    change = ask(announced, LATER, at=CLOSED)
    page = login(station_user).get(address).text
    assert "已申请调整考试日期，批准后报名和花名册窗口重新开放。" in page
    assert f"/batches/{announced.pk}/date-change/" not in page
    perform(change, "approve", actor=management_user, at=CLOSED)
    page = login(station_user).get(address).text
    assert "已失效" not in page
    assert "考试日期已于 2026-08-22 由 2026-09-01" in page
    clock_at.move_to(instant(9, 10, 0))
    assert "考试日期已调整过一次，本批次只能取消。" in login(station_user).get(address).text


def test_a_review_that_comes_too_late_is_refused_with_the_stations_way_out(
    announced: Batch, station_user: User, lin: Candidate
) -> None:
    enrolment = exam.draft_enrolment(announced.items.get(), lin)
    enrolment = perform(enrolment, "submit", actor=lin.user, at=LAST_SECOND)
    exam.upload(enrolment, UploadKind.STAMPED_FORM)
    enrolment = perform(enrolment, "stamp", actor=lin.user, at=LAST_SECOND)
    with pytest.raises(BlockedError, match="可申请调整一次考试日期"):
        perform(enrolment, "accept", actor=station_user, at=CLOSED)


def test_the_roster_page_says_what_to_do(
    announced: Batch, station_user: User, login: Login, clock_at: Frozen
) -> None:
    clock_at.move_to(CLOSED)
    page = login(station_user).get(f"/candidates/roster/{announced.pk}/").text
    assert "已失效" in page
    assert "可申请调整一次考试日期" in page
