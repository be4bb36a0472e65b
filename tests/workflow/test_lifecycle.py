"""`perform` is the one door through which a case moves."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import User
from batches.models import AnnualPlan, PlanStatus
from ostami.problems import BlockedError
from stations.models import Station
from tests.factories import exam
from workflow.audit import history_of
from workflow.lifecycle import (
    StaleError,
    StatusWriteError,
    Step,
    all_lifecycles,
    available_transitions,
    perform,
    transitioned,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(station: Station) -> AnnualPlan:
    """A draft with one item inside the station's scope."""
    turning = exam.trade()
    exam.scope(station, turning)
    made = AnnualPlan.objects.create(station=station, year=2026)
    exam.plan_item(made, trade=turning)
    return made


def test_a_transition_moves_the_case_and_leaves_a_line(plan: AnnualPlan, station_user: User) -> None:
    moved = perform(plan, "submit", actor=station_user, at=exam.noon(exam.APPLIED_ON))
    assert moved.status == PlanStatus.SUBMITTED
    assert AnnualPlan.objects.get().status == PlanStatus.SUBMITTED
    (event,) = history_of(plan)
    assert (event.sentence, event.actor, event.source, event.target, event.at) == (
        "提交了年度计划",
        station_user,
        "draft",
        "submitted",
        exam.noon(exam.APPLIED_ON),
    )


def test_another_stations_case_is_not_there(plan: AnnualPlan, other_station_user: User) -> None:
    with pytest.raises(Http404):
        perform(plan, "submit", actor=other_station_user)


def test_without_the_right_the_refusal_names_who_may(plan: AnnualPlan, station_user: User) -> None:
    submitted = perform(plan, "submit", actor=station_user)
    with pytest.raises(PermissionDenied, match="您的身份是“考试站”，不能审批年度计划。此事由管理站办理。"):
        perform(submitted, "approve", actor=station_user)


def test_a_second_click_reads_that_somebody_else_was_first(
    plan: AnnualPlan, station_user: User, management_user: User
) -> None:
    seen_by_both = perform(plan, "submit", actor=station_user)
    perform(seen_by_both, "approve", actor=management_user)
    with pytest.raises(StaleError, match="已由他人处理，当前状态为“已批准”"):
        perform(seen_by_both, "return", actor=management_user, reason="再改")
    assert AnnualPlan.objects.get().status == PlanStatus.APPROVED


def test_a_return_needs_its_reason(plan: AnnualPlan, station_user: User, management_user: User) -> None:
    submitted = perform(plan, "submit", actor=station_user)
    with pytest.raises(BlockedError, match="请填写退回原因"):
        perform(submitted, "return", actor=management_user, reason="   ")
    returned = perform(submitted, "return", actor=management_user, reason="人数有误")
    assert returned.status == PlanStatus.RETURNED
    assert history_of(plan).last().reason == "人数有误"  # type: ignore[union-attr]  # there are two


def test_every_guard_speaks_at_once(station: Station, station_user: User) -> None:
    """An item out of scope, twice: both are named, nothing is written."""
    plan = AnnualPlan.objects.create(station=station, year=2026)
    exam.plan_item(plan, trade=exam.trade())
    exam.plan_item(plan, trade=exam.trade("普通车工", code="JX04-05-01-02"))
    with pytest.raises(BlockedError) as refused:
        perform(plan, "submit", actor=station_user)
    assert [problem.text for problem in refused.value.problems] == [
        "“数控车工 四级/中级工”不在本站获批的评价范围内",
        "“普通车工 四级/中级工”不在本站获批的评价范围内",
    ]
    assert not history_of(plan)
    assert AnnualPlan.objects.get().status == PlanStatus.DRAFT


def test_a_status_is_written_by_nothing_else(plan: AnnualPlan) -> None:
    plan.status = PlanStatus.APPROVED
    with pytest.raises(StatusWriteError):
        plan.save()
    read = AnnualPlan.objects.get()
    read.status = PlanStatus.APPROVED
    with pytest.raises(StatusWriteError):
        read.save()
    with pytest.raises(StatusWriteError):
        AnnualPlan.objects.update(status=PlanStatus.APPROVED)
    assert AnnualPlan.objects.get().status == PlanStatus.DRAFT


def test_a_case_that_was_read_again_can_be_stored(plan: AnnualPlan, station_user: User) -> None:
    perform(plan, "submit", actor=station_user)
    plan.refresh_from_db()
    plan.year = 2027
    plan.save()
    assert (AnnualPlan.objects.get().year, AnnualPlan.objects.get().status) == (2027, PlanStatus.SUBMITTED)


def test_reading_another_field_again_blesses_no_status(plan: AnnualPlan) -> None:
    plan.status = PlanStatus.APPROVED
    plan.refresh_from_db(fields=["year"])
    with pytest.raises(StatusWriteError):
        plan.save()


def test_buttons_come_from_the_same_table(
    plan: AnnualPlan, station_user: User, management_user: User
) -> None:
    assert [one.transition.name for one in available_transitions(plan, station_user)] == ["submit"]
    assert available_transitions(plan, management_user) == []
    plan.items.all().delete()
    (blocked,) = available_transitions(plan, station_user)
    assert str(blocked.problems[0]) == (
        "年度计划还没有计划项（服务指南 4.5.1-1）。请先添加工种、等级、人数和月份。"
    )


def test_people_are_told_only_after_commit(
    plan: AnnualPlan, station_user: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    heard: list[Step[AnnualPlan]] = []

    def listen(sender: type, step: Step[AnnualPlan], **kwargs: object) -> None:
        heard.append(step)

    transitioned.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            perform(plan, "submit", actor=station_user)
            assert heard == []
    finally:
        transitioned.disconnect(listen)
    assert [(step.name, step.actor) for step in heard] == [("submit", station_user)]


def test_every_transition_ends_in_a_status_of_its_model() -> None:
    for lifecycle in all_lifecycles():
        statuses = {value for value, _ in lifecycle.model._meta.get_field("status").flatchoices}
        for transition in lifecycle.transitions.values():
            assert {transition.target, *transition.sources} <= statuses, (lifecycle.model, transition.name)


def test_guards_of_one_step_read_a_batchs_items_once(
    station: Station, management_user: User, station_user: User
) -> None:
    exam.scope(station, exam.trade())
    item = exam.approved_plan(station, management_user).items.get()
    batch = exam.draft_batch(station, item)
    with CaptureQueriesContext(connection) as seen:
        perform(batch, "submit", actor=station_user, at=exam.noon(exam.APPLIED_ON))
    with_panels = [query for query in seen if '"leader_id" = "examiners_examiner"' in query["sql"]]
    assert len(with_panels) == 1
