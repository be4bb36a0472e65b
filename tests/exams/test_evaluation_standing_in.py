"""Management's help where an examiner's appointment has ended, and reports that go back with results."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.models import User
from batches.models import Batch, BatchItem
from examiners.models import Examiner
from exams.evaluation.panel import leads, others
from exams.evaluation.positions import answer_opposition, take_position
from exams.evaluation.selectors import outdated_reports, unsettled
from exams.evaluation.sheets import evaluation_sheet
from exams.evaluation.standing_in import excuse_position, name_writer
from exams.evaluation.writing import begin_report, change_report
from exams.models import EvaluationReport, Position, Stance
from ostami.problems import BlockedError
from tests.conftest import Login
from tests.factories import evaluation, exam
from tests.factories.results import exam_noon
from workflow.audit import history_of, verify
from workflow.lifecycle import perform

if TYPE_CHECKING:
    from documents.sheets import Cell

pytestmark = pytest.mark.django_db
WHY = "已调离，聘任终止。"


@pytest.fixture
def item(batch: Batch, exam_day: None, station_user: User) -> BatchItem:
    for enrolment in batch.enrolments.accepted():
        exam.score(enrolment, "85", "92.5", by=station_user)
    found = batch.items.get()
    evaluation.logins(found)
    return found


def end(item: BatchItem, examiner: Examiner) -> BatchItem:
    """End an appointment on the day before the exam; return the item as stored."""
    Examiner.objects.filter(pk=examiner.pk).update(ended_on=item.batch.exam_date - timedelta(days=1))
    return BatchItem.objects.get(pk=item.pk)


def excuse(report: EvaluationReport, examiner: Examiner, actor: User, reason: str = WHY) -> Position:
    at = exam_noon(report.item.batch)
    return excuse_position(report=report, examiner=examiner, reason=reason, actor=actor, at=at)


def name(item: BatchItem, examiner: Examiner, actor: User) -> EvaluationReport:
    return name_writer(item=item, examiner=examiner, reason=WHY, actor=actor, at=exam_noon(item.batch))


def printed(report: EvaluationReport) -> str:
    rows = [row for block in evaluation_sheet(report).blocks for row in getattr(block, "rows", ())]
    cells: list[Cell] = [cell for row in rows for cell in row.cells]
    return "\n".join(cell.text for cell in cells)


# --- positions ---


def test_who_can_still_speak_is_not_let_off(item: BatchItem, management_user: User) -> None:
    report = evaluation.issued(item)
    with pytest.raises(BlockedError, match="聘任没有终止，应由本人表态"):
        excuse(report, others(item)[0], management_user)
    with pytest.raises(BlockedError, match="不需要表态，或已经表态"):
        excuse(report, item.leader, management_user)


def test_management_lets_an_ended_examiner_off_and_the_report_settles(
    item: BatchItem, station_user: User, other_station_user: User, management_user: User
) -> None:
    report = evaluation.issued(item)
    second, third = others(item)
    take_position(
        report=report, stance="confirm", text="", actor=evaluation.login_of(second), at=exam_noon(item.batch)
    )
    item = end(item, third)
    [lacking] = unsettled(item.batch)
    assert "请管理站在评价报告页面准予免予表态" in str(lacking.problems[0])
    assert lacking.who == ["管理站"]
    report = EvaluationReport.objects.get()
    third = others(report.item)[1]
    for actor, error in ((station_user, PermissionDenied), (other_station_user, Http404)):
        with pytest.raises(error):
            excuse(report, third, actor)
    with pytest.raises(BlockedError, match="请写明原因"):
        excuse(report, third, management_user, " ")
    excuse(report, third, management_user)
    report = EvaluationReport.objects.get()
    assert (report.status, unsettled(item.batch)) == ("settled", [])
    assert history_of(report).get(action="excuse").reason == WHY
    assert f"管理站准予免予表态：{WHY}" in printed(report)
    assert verify() == []


def test_nobody_lets_himself_off(item: BatchItem) -> None:
    report, second = evaluation.issued(item), others(item)[0]
    with pytest.raises(BlockedError, match="请选择确认、补充或反对"):
        take_position(
            report=report,
            stance=Stance.EXCUSED,
            text="无",
            actor=evaluation.login_of(second),
            at=exam_noon(item.batch),
        )


# --- writing ---


def test_nobody_is_named_while_the_leader_can_write(item: BatchItem, management_user: User) -> None:
    with pytest.raises(BlockedError, match="评价报告应由其本人填写、签发"):
        name(item, others(item)[0], management_user)


def test_whom_management_names_brings_the_report_to_its_end(
    item: BatchItem, station_user: User, management_user: User
) -> None:
    second, third = others(item)
    item = end(item, item.leader)
    assert "请管理站指定考评组的另一人代为填写" in str(unsettled(item.batch)[0].problems[0])
    with pytest.raises(PermissionDenied):
        name(item, second, station_user)
    with pytest.raises(BlockedError, match="不能代为填写"):
        name(item, item.leader, management_user)
    report = name(item, second, management_user)
    at = exam_noon(item.batch)
    item = BatchItem.objects.get(pk=item.pk)
    assert leads(item, evaluation.login_of(second))
    assert not leads(item, evaluation.login_of(item.leader))
    assert others(item) == [third]
    begun = begin_report(item=item, actor=evaluation.login_of(second), at=at)
    change_report(report=begun, facts=evaluation.WORDS, actor=evaluation.login_of(second), at=at)
    issued = perform(report, "issue", actor=evaluation.login_of(second), at=at)
    take_position(report=issued, stance="oppose", text="设备不足。", actor=evaluation.login_of(third), at=at)
    position = Position.objects.get()
    answer_opposition(position=position, text="已核对。", actor=evaluation.login_of(second), at=at)
    report = EvaluationReport.objects.get()
    assert report.status == "settled"
    assert f"管理站指定，代考评组长{item.leader.person_name}" in printed(report)
    assert history_of(report).get(action="name_writer").changes == {"报告人": [str(item.leader), str(second)]}
    assert verify() == []


def test_an_issued_report_goes_back_before_somebody_else_writes(
    item: BatchItem, management_user: User
) -> None:
    report = evaluation.issued(item)
    item = end(item, item.leader)
    with pytest.raises(BlockedError, match="请先退回报告"):
        name(item, others(item)[0], management_user)
    perform(report, "reopen", actor=management_user, at=exam_noon(item.batch), reason=WHY)
    assert name(item, others(item)[0], management_user).writer is not None


def test_management_does_both_on_pages(item: BatchItem, login: Login, management_user: User) -> None:
    second, third = others(item)
    item = end(item, item.leader)
    client, page = login(management_user), f"/exams/items/{item.pk}/evaluation/writer/"
    assert page in client.get("/exams/evaluation/").text
    assert client.post(page, {"examiner": second.pk}).status_code == 422
    assert client.post(page, {"examiner": second.pk, "reason": WHY}).status_code == 302
    report, at = EvaluationReport.objects.get(), exam_noon(item.batch)
    change_report(report=report, facts=evaluation.WORDS, actor=evaluation.login_of(second), at=at)
    perform(report, "issue", actor=evaluation.login_of(second), at=at)
    end(item, third)
    address = f"/exams/evaluation/{report.pk}/excuse/{third.pk}/"
    assert address in client.get(report.get_absolute_url()).text
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": WHY}).status_code == 302
    assert WHY in client.get(report.get_absolute_url()).text
    assert EvaluationReport.objects.get().status == "settled"
    assert "聘任没有终止" in client.get(page).text


# --- with the batch ---


def test_nothing_is_reported_of_a_trade_that_nobody_chose(
    item: BatchItem, station_user: User, management_user: User
) -> None:
    plan_item = exam.plan_item(item.plan_item.plan, trade=item.trade)
    empty = exam.batch_item(item.batch, plan_item, item.panel)
    leader = evaluation.logins(empty)[0]
    with pytest.raises(BlockedError, match="不需要评价报告"):
        begin_report(item=empty, actor=leader, at=exam_noon(item.batch))
    EvaluationReport.objects.create(item=empty)
    submitted = perform(exam.ready(item.batch), "submit_results", actor=station_user)
    assert perform(submitted, "approve_results", actor=management_user).status == "results_approved"


def test_an_outdated_settled_report_waits_for_management(
    item: BatchItem, management_user: User, other_station_user: User
) -> None:
    report = evaluation.settled(item)
    assert outdated_reports(management_user) == []
    result = item.batch.enrolments.accepted()[0].result
    result.theory = 40
    result.save()
    assert outdated_reports(management_user) == [report]
    assert outdated_reports(other_station_user) == []


@pytest.mark.parametrize(("reason", "left"), [("评价报告：人数有误", "draft"), ("成绩：合分有误", "settled")])
def test_results_that_go_back_for_the_report_open_it(
    item: BatchItem, station_user: User, management_user: User, reason: str, left: str
) -> None:
    for before in ((), ("approve_results",)):
        perform(exam.ready(item.batch), "submit_results", actor=station_user)
        for move in before:
            perform(item.batch, move, actor=management_user)
        perform(item.batch, "return_results", actor=management_user, reason=reason)
        report = EvaluationReport.objects.get()
        assert report.status == left
        if left == "draft":
            assert history_of(report).get(action="reopen").reason == "人数有误"
    assert verify() == []
