"""Cancelling an approved batch, withdrawing one that waits, and what becomes of their plan items."""

import re
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from batches.models import Batch, PlanItem
from batches.selectors import days_of
from batches.selectors.date_changes import date_change_state
from candidates.models import Candidate, Enrolment
from candidates.services import start_enrolment
from ostami.problems import BlockedError
from stations.models import Station
from tests.batches.conftest import Frozen
from tests.batches.moving import ask, asked, instant
from tests.conftest import Login
from tests.factories import exam, people
from workflow.audit import history_of
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db

AT = instant(8, 5)
REASON = "场地停电检修"


@pytest.fixture
def announced(station: Station, management_user: User, plan_item: PlanItem) -> Batch:
    """Approved, exam on 2026-09-01, no roster."""
    return exam.approved_batch(station, management_user, plan_item)


@pytest.fixture
def lin(db: None) -> Candidate:
    return people.candidate("林小禾")


def refusal(batch: Batch, actor: User, reason: str = REASON) -> str:
    with pytest.raises(BlockedError) as refused:
        perform(batch, "cancel", actor=actor, at=AT, reason=reason)
    return str(refused.value)


def handed_in(batch: Batch, person: Candidate) -> Enrolment:
    return perform(exam.draft_enrolment(batch.items.get(), person), "submit", actor=person.user, at=AT)


def test_a_reason_is_needed(announced: Batch, station_user: User) -> None:
    assert refusal(announced, station_user, "  ") == "请填写取消原因。"


def test_a_station_cancels_while_nobody_has_enrolled(
    announced: Batch, station_user: User, lin: Candidate
) -> None:
    exam.draft_enrolment(announced.items.get(), lin)
    cancelled = perform(announced, "cancel", actor=station_user, at=AT, reason=REASON)
    assert cancelled.status == "cancelled"
    assert [event.reason for event in history_of(cancelled).filter(action="cancel")] == [REASON]


def test_once_somebody_enrolled_only_management_cancels(
    announced: Batch, station_user: User, management_user: User, lin: Candidate
) -> None:
    handed_in(announced, lin)
    assert refusal(announced, station_user) == (
        "已有 1 名考生提交报名，考试站不能自行取消批次。请联系管理站取消。"
    )
    assert perform(announced, "cancel", actor=management_user, at=AT, reason=REASON).status == "cancelled"


@pytest.mark.parametrize(("move", "counts"), [("return", True), ("reject", False)])
def test_who_was_returned_still_counts_and_who_was_rejected_does_not(
    announced: Batch, station_user: User, lin: Candidate, move: str, *, counts: bool
) -> None:
    perform(handed_in(announced, lin), move, actor=station_user, at=AT, reason="照片不清")
    if counts:
        assert "已有 1 名考生提交报名" in refusal(announced, station_user)
    else:
        assert perform(announced, "cancel", actor=station_user, at=AT, reason=REASON).status == "cancelled"


def test_the_page_that_cancels_says_who_will_be_told(
    announced: Batch,
    management_user: User,
    station_user: User,
    lin: Candidate,
    login: Login,
    clock_at: Frozen,
) -> None:
    clock_at.move_to(AT)
    address = f"{announced.get_absolute_url()}cancel/"
    nobody = "还没有考生提交报名，取消后无须通知考生。"
    assert nobody in login(station_user).get(address).text
    handed_in(announced, lin)
    exam.accepted_enrolment(announced.items.get(), people.candidate("钱多多"), at=AT)
    page = login(management_user).get(address).text
    assert "<strong>2 名考生</strong>提交报名，其中 1 名已列入花名册。" in page
    assert "取消原因通知这 2 名考生" in page
    refused = login(station_user).get(address).text
    assert "考试站不能自行取消批次" in refused
    assert "取消原因通知" not in refused


def test_with_the_roster_in_it_can_be_cancelled_until_scores_are_entered(
    announced: Batch, station_user: User, management_user: User
) -> None:
    rostered = exam.with_roster(announced, "林小禾", "钱多多")
    exam.score(rostered.enrolments.earliest("sequence"), "80", None, by=station_user)
    assert refusal(rostered, management_user) == (
        f"批次 {rostered.number} 已登记 1 名考生的成绩，考试已经进行，不能取消"
        "（服务指南 4.6-1）。请登记全部成绩后提交。"
    )
    rostered.enrolments.earliest("sequence").result.delete()
    assert perform(rostered, "cancel", actor=management_user, at=AT, reason=REASON).status == "cancelled"


def test_the_centre_and_the_branch_cancel_nothing(
    announced: Batch, centre_user: User, management_user: User
) -> None:
    with pytest.raises(PermissionDenied):
        perform(announced, "cancel", actor=centre_user, at=AT, reason=REASON)


def test_a_cancelled_batch_takes_no_enrolment_and_no_other_date(
    announced: Batch, management_user: User, lin: Candidate
) -> None:
    draft = exam.draft_enrolment(announced.items.get(), lin)
    perform(announced, "cancel", actor=management_user, at=AT, reason=REASON)
    draft.refresh_from_db()
    said = f"批次 {announced.number} 当前状态为“已取消”，不接受报名（服务指南 4.5.1-2）。请另选报名中的批次。"
    with pytest.raises(BlockedError) as refused:
        perform(draft, "submit", actor=lin.user, at=AT)
    assert said in str(refused.value)
    item = Batch.objects.get(pk=announced.pk).items.get()
    with pytest.raises(BlockedError) as refused:
        start_enrolment(item=item, actor=people.candidate("钱多多").user, at=AT)
    assert str(refused.value) == said
    announced.refresh_from_db()
    assert "当前状态为“已取消”，不能调整考试日期" in asked(announced, date(2026, 9, 20), at=AT)


def test_a_request_for_another_date_is_taken_back_before_the_batch_is_cancelled(
    announced: Batch, station_user: User
) -> None:
    change = ask(announced, date(2026, 9, 20), at=AT)
    with pytest.raises(BlockedError, match=r"正在等待审批（服务指南 4.5.1-6）。请先由考试站撤回该申请"):
        perform(announced, "cancel", actor=station_user, at=AT, reason=REASON)
    assert perform(change, "withdraw", actor=station_user, at=AT).status == "withdrawn"
    cancelled = perform(announced, "cancel", actor=station_user, at=AT, reason=REASON)
    assert date_change_state(cancelled, user=station_user, at=AT).pending is None


def test_plan_items_are_taken_given_back_and_used_up(
    full_draft: Batch, plan_item: PlanItem, station_user: User, management_user: User
) -> None:
    def free() -> bool:
        return PlanItem.objects.free().contains(plan_item)

    applied = exam.noon(exam.APPLIED_ON)
    assert free()
    perform(full_draft, "submit", actor=station_user, at=applied)
    assert not free()
    perform(full_draft, "return", actor=management_user, at=applied, reason="请补充")
    assert free()
    perform(full_draft, "submit", actor=station_user, at=applied)
    perform(full_draft, "withdraw", actor=station_user, at=applied, reason="改期")
    assert free()


def test_a_cancelled_batch_gives_no_plan_item_back(
    announced: Batch, plan_item: PlanItem, station_user: User
) -> None:
    perform(announced, "cancel", actor=station_user, at=AT, reason=REASON)
    assert not PlanItem.objects.free().contains(plan_item)


def test_whoever_opens_a_cancelled_batch_reads_first_why(
    announced: Batch, management_user: User, login: Login
) -> None:
    client = login(management_user)
    button = re.compile(r'<a class="btn btn-outline-primary"\s+href="[^"]*/cancel/">取消批次</a>')
    assert button.search(client.get(announced.get_absolute_url()).text), "never the main button"
    perform(announced, "cancel", actor=management_user, at=AT, reason=REASON)
    page = client.get(announced.get_absolute_url()).text
    assert page.index("取消了批次，原因：") < page.index("考试地点")


@pytest.mark.parametrize("way", [("approve", "cancel"), ("withdraw",)])
def test_the_days_of_a_batch_that_was_given_up_count_down_to_nothing(
    full_draft: Batch,
    station_user: User,
    management_user: User,
    login: Login,
    clock_at: Frozen,
    way: tuple[str, ...],
) -> None:
    applied = exam.noon(exam.APPLIED_ON)
    batch = perform(full_draft, "submit", actor=station_user, at=applied)
    clock_at.move_to(AT)
    for name in way:
        actor = management_user if name == "approve" else station_user
        batch = perform(batch, name, actor=actor, at=applied, reason=REASON)
    ahead = days_of(batch, now=AT)[1:]
    assert [(day.countdown, day.past, day.urgent) for day in ahead] == [("", True, False)] * 3
    page = login(station_user).get(batch.get_absolute_url()).text
    assert f"批次{batch.get_status_display()}，以下日期不再执行。" in page
    assert "各项截止以此为准" not in page
