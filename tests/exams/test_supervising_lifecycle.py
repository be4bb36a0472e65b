"""Supervision reports: who moves them from where to where, and what stands in the way."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404

from accounts.models import User
from accounts.rights import Role, roles_with
from batches.models import Batch
from examiners.models import Supervisor
from exams.models import SupervisionAssignment, SupervisionReport, SupervisionReportStatus
from exams.supervising import open_reports
from exams.supervising.deadlines import days_over, overdue_words
from exams.supervising.drafting import begin_report, save_rectification, save_report
from ostami.problems import BlockedError
from tests.factories import exam
from tests.factories import supervision_reports as supervising
from workflow.audit import history_of, verify
from workflow.lifecycle import StaleError, available_transitions, lifecycle_of, perform

pytestmark = pytest.mark.django_db
FINDINGS = "2 号车床没有防护罩"
RECTIFY: dict[str, Any] = {"conclusion": "rectify", "findings": FINDINGS}
EXAM = exam.EXAM_DATE
TABLE = {
    "report": ({"draft"}, "reported", {Role.SUPERVISOR}),
    "ask_rectification": ({"reported", "closed"}, "rectifying", {Role.MANAGEMENT}),
    "close": ({"reported"}, "closed", {Role.MANAGEMENT}),
    "rectify": ({"rectifying"}, "rectified", {Role.STATION}),
    "accept": ({"rectified"}, "closed", {Role.MANAGEMENT}),
    "refuse": ({"rectified"}, "rectifying", {Role.MANAGEMENT}),
}


@pytest.fixture
def fang(management_user: User) -> Supervisor:
    return supervising.with_login(management_user)


@pytest.fixture
def assignment(batch: Batch, fang: Supervisor, management_user: User) -> SupervisionAssignment:
    return supervising.sent(batch, fang, management_user)


@pytest.fixture
def to_rectify(assignment: SupervisionAssignment) -> SupervisionReport:
    return supervising.reported(assignment, **RECTIFY, rectify_by=EXAM + timedelta(days=7))


def login_of(assignment: SupervisionAssignment) -> User:
    assert assignment.supervisor.user
    return assignment.supervisor.user


def said(report: SupervisionReport, move: str, *, actor: User, day: date = EXAM, **data: Any) -> str:
    with pytest.raises(BlockedError) as refused:
        perform(report, move, actor=actor, at=exam.noon(day), **data)
    return str(refused.value)


def put(report: SupervisionReport, **facts: Any) -> SupervisionReport:
    """Write what only a move may, to stand at any stop."""
    models.QuerySet(SupervisionReport).filter(pk=report.pk).update(**facts)
    return SupervisionReport.objects.get(pk=report.pk)


def test_the_table_says_who_moves_a_report_from_where_to_where() -> None:
    moves = lifecycle_of(SupervisionReport).transitions
    found = {
        name: (set(move.sources), move.target, set(roles_with(move.permission)))
        for name, move in moves.items()
    }
    assert found == TABLE


@pytest.mark.parametrize("move", TABLE)
@pytest.mark.parametrize("status", SupervisionReportStatus.values)
def test_every_move_in_every_state_by_every_role(
    to_rectify: SupervisionReport,
    fang: Supervisor,
    management_user: User,
    station_user: User,
    centre_user: User,
    move: str,
    status: str,
) -> None:
    sources, target, roles = TABLE[move]
    facts = {"conclusion": "passed"} if move == "close" else {}
    report = put(to_rectify, status=status, rectification="已补齐", **facts)
    models.QuerySet(SupervisionAssignment).update(status="assigned")
    assert fang.user
    for actor in (fang.user, management_user, station_user, centre_user):
        allowed = actor.role in roles and status in sources
        if allowed:
            continue
        with pytest.raises((PermissionDenied, StaleError, Http404)):
            perform(report, move, actor=actor, at=exam.noon(EXAM), reason="见附件")
        report.refresh_from_db()
        assert report.status == status
    if status in sources:
        actor = next(one for one in (fang.user, management_user, station_user) if one.role in roles)
        assert perform(report, move, actor=actor, at=exam.noon(EXAM), reason="见附件").status == target


@pytest.mark.parametrize(("days", "refused"), [(-1, "考试日期为 2026-09-01，考试尚未进行"), (0, ""), (1, "")])
def test_a_report_is_handed_in_from_the_exam_day_on(
    assignment: SupervisionAssignment, days: int, refused: str
) -> None:
    report, actor = supervising.drafted(assignment), login_of(assignment)
    if refused:
        assert refused in said(report, "report", actor=actor, day=EXAM + timedelta(days=days))
        return
    moved = perform(report, "report", actor=actor, at=exam.noon(EXAM + timedelta(days=days)))
    assert (moved.status, moved.reported_at) == ("reported", exam.noon(EXAM + timedelta(days=days)))


def test_handing_in_completes_the_assignment_and_leaves_a_line_on_both(
    assignment: SupervisionAssignment,
) -> None:
    report = supervising.reported(assignment)
    assignment = SupervisionAssignment.objects.get()
    assert assignment.status == "reported"
    assert [event.sentence for event in history_of(report)] == ["提交了督导报告"]
    assert history_of(assignment).latest("pk").sentence == "提交了督导报告"
    assert verify() == []


def test_nothing_is_recorded_in_the_stations_chain_before_the_report_is_handed_in(
    assignment: SupervisionAssignment,
) -> None:
    assert not history_of(supervising.drafted(assignment)).exists()


def test_an_assignment_is_completed_by_its_report_alone(assignment: SupervisionAssignment) -> None:
    with pytest.raises(BlockedError, match="提交督导报告后，督考任务自动完成"):
        perform(assignment, "report", actor=login_of(assignment), at=exam.noon(EXAM))


def test_an_incomplete_report_names_everything_that_is_missing(assignment: SupervisionAssignment) -> None:
    actor = login_of(assignment)
    report = begin_report(assignment=assignment, actor=actor)
    assert said(report, "report", actor=actor) == (
        "还有 21 项没有选择：考评人员按时到岗、到场考评人员与批准的名单一致、考评人员佩戴证件等"
        "（服务指南 4.5.1-8）。请选择是、否或不适用。"
        "还没有选择结论（服务指南 4.5.1-8）。请选择通过、限期整改或停止考试。"
    )


def test_what_is_not_as_it_should_be_is_explained(assignment: SupervisionAssignment) -> None:
    report, actor = supervising.drafted(assignment), login_of(assignment)
    for remark, refused in (("", True), ("晚到 20 分钟", False)):
        checks = {"examiners_on_time": {"answer": "no", "remark": remark}}
        report = save_report(report=report, actor=actor, checks=checks, written={})
        if refused:
            assert "有 1 项选择了“否”但没有说明：考评人员按时到岗" in said(report, "report", actor=actor)
    assert perform(report, "report", actor=actor, at=exam.noon(EXAM)).status == "reported"


@pytest.mark.parametrize(
    ("written", "refused"),
    [
        ({"conclusion": "passed"}, ""),
        ({"conclusion": "stopped"}, "结论为“停止考试”的，须写明发现的问题"),
        ({"conclusion": "stopped", "findings": FINDINGS}, ""),
        ({"conclusion": "rectify", "rectify_by": EXAM}, "结论为“限期整改”的，须写明发现的问题"),
        (RECTIFY, "要求整改的，须写明整改期限"),
        ({**RECTIFY, "rectify_by": EXAM - timedelta(days=1)}, "整改期限 2026-08-31 早于今天 2026-09-01"),
        ({**RECTIFY, "rectify_by": EXAM}, ""),
    ],
)
def test_a_conclusion_needs_what_follows_from_it(
    assignment: SupervisionAssignment, written: dict[str, Any], refused: str
) -> None:
    report, actor = supervising.drafted(assignment, **written), login_of(assignment)
    if refused:
        assert refused in said(report, "report", actor=actor)
    else:
        assert perform(report, "report", actor=actor, at=exam.noon(EXAM)).status == "reported"


def test_what_passed_keeps_no_date(assignment: SupervisionAssignment) -> None:
    assert supervising.reported(assignment, rectify_by=EXAM).rectify_by is None


def test_a_recalled_supervisor_reports_nothing(
    assignment: SupervisionAssignment, management_user: User
) -> None:
    report, actor = supervising.drafted(assignment), login_of(assignment)
    perform(assignment, "recall", actor=management_user, reason="本人患病")
    assert "管理站已撤回这项督考任务" in said(report, "report", actor=actor)
    with pytest.raises(BlockedError, match="已撤回"):
        save_report(report=report, actor=actor, checks={}, written={"findings": "无"})


def test_an_exam_that_was_not_held_is_not_reported_on(
    assignment: SupervisionAssignment, management_user: User
) -> None:
    report, actor = supervising.drafted(assignment), login_of(assignment)
    perform(assignment.batch, "cancel", actor=management_user, at=exam.noon(EXAM), reason="设备检修")
    assert "当前状态为“已取消”，没有考试可以报告" in said(report, "report", actor=actor)


def test_a_report_is_written_by_whom_it_was_assigned_to_alone(
    assignment: SupervisionAssignment, management_user: User, station_user: User
) -> None:
    other = supervising.with_login(management_user, "袁督导").user
    report = supervising.drafted(assignment)
    assert other
    with pytest.raises(Http404):
        begin_report(assignment=assignment, actor=other)
    with pytest.raises(Http404):
        save_report(report=report, actor=other, checks={}, written={})
    with pytest.raises(Http404):
        perform(report, "report", actor=other, at=exam.noon(EXAM))
    with pytest.raises(PermissionDenied):
        begin_report(assignment=assignment, actor=management_user)
    with pytest.raises(Http404):
        save_rectification(report=report, actor=station_user, text="已整改")


def test_a_report_that_was_handed_in_stays_as_it_is(assignment: SupervisionAssignment) -> None:
    report = supervising.reported(assignment)
    with pytest.raises(BlockedError, match="当前状态为“已提交”，内容不能修改"):
        save_report(report=report, actor=login_of(assignment), checks={}, written={"findings": "无"})


def test_what_passed_is_closed_and_not_put_right(
    assignment: SupervisionAssignment, management_user: User
) -> None:
    report = supervising.reported(assignment)
    assert "结论为“通过”" in said(report, "ask_rectification", actor=management_user)
    assert perform(report, "close", actor=management_user).status == "closed"


def test_what_is_to_be_put_right_is_not_closed_before(
    to_rectify: SupervisionReport, management_user: User
) -> None:
    assert "整改核查通过后才能办结" in said(to_rectify, "close", actor=management_user)


@pytest.mark.django_db(transaction=True)
def test_the_station_learns_by_mail_what_day_it_has(
    to_rectify: SupervisionReport, management_user: User
) -> None:
    perform(
        to_rectify,
        "ask_rectification",
        actor=management_user,
        at=exam.noon(EXAM),
        reason="逐台检查",
        rectify_by=date(2026, 9, 4),
    )
    told = mail.outbox[-1]
    assert (told.to, told.subject) == (["49284901@example.invalid"], "督导整改通知")
    assert "请于 2026 年 9 月 4 日前（含当日）" in told.body
    assert "逐台检查" in told.body
    assert "方督导" not in told.body


@pytest.mark.parametrize(
    ("move", "last", "refused"),
    [
        ("ask_rectification", EXAM - timedelta(days=1), True),
        ("ask_rectification", EXAM, False),
        ("refuse", EXAM - timedelta(days=1), True),
        ("refuse", EXAM, False),
    ],
)
def test_management_gives_no_day_that_is_over(
    to_rectify: SupervisionReport, management_user: User, move: str, last: date, *, refused: bool
) -> None:
    source = next(iter(TABLE[move][0]))
    report = put(to_rectify, status=source, rectification="已补齐")
    if refused:
        told = said(report, move, actor=management_user, reason="仍缺", rectify_by=last)
        assert "早于今天" in told
        return
    moved = perform(report, move, actor=management_user, at=exam.noon(EXAM), reason="仍缺", rectify_by=last)
    assert (moved.status, moved.rectify_by) == ("rectifying", last)


def test_a_stopped_exam_needs_a_day_before_anything_is_put_right(
    assignment: SupervisionAssignment, management_user: User
) -> None:
    report = supervising.reported(assignment, conclusion="stopped", findings=FINDINGS)
    assert "须写明整改期限" in said(report, "ask_rectification", actor=management_user)


def test_a_rectification_is_told_before_it_is_handed_in(
    to_rectify: SupervisionReport, management_user: User, station_user: User, other_station_user: User
) -> None:
    report = perform(to_rectify, "ask_rectification", actor=management_user, at=exam.noon(EXAM))
    assert "还没有填写整改情况" in said(report, "rectify", actor=station_user)
    with pytest.raises(Http404):
        save_rectification(report=report, actor=other_station_user, text="已整改")
    report = save_rectification(report=report, actor=station_user, text=" 已补齐防护罩 ")
    done = perform(report, "rectify", actor=station_user, at=exam.noon(EXAM))
    assert (done.status, done.rectification, done.rectified_at) == (
        "rectified",
        "已补齐防护罩",
        exam.noon(EXAM),
    )


@pytest.mark.parametrize(("days", "late"), [(6, 0), (7, 0), (8, 1), (17, 10)])
def test_a_rectification_is_late_from_the_day_after_its_last(
    to_rectify: SupervisionReport, management_user: User, days: int, late: int
) -> None:
    on = EXAM + timedelta(days=days)
    report = perform(to_rectify, "ask_rectification", actor=management_user, at=exam.noon(EXAM))
    assert days_over(report, on=on) == late
    assert overdue_words(report, on=on) == (f"整改已逾期 {late} 天" if late else "")
    put(report, status="reported")
    report.refresh_from_db()
    done = supervising.rectified(report, management=management_user, days=days)
    words = f"整改逾期 {late} 天提交" if late else ""
    assert overdue_words(done, on=on + timedelta(days=100)) == words


def test_results_wait_for_everything_of_every_live_assignment(
    batch: Batch, assignment: SupervisionAssignment, management_user: User, station_user: User
) -> None:
    def waiting() -> list[str]:
        return [problem.text for problem in open_reports(batch)]

    missing = "督导员尚未提交督导报告"
    second = supervising.sent(batch, supervising.with_login(management_user, "袁督导"), management_user)
    assert waiting() == [missing, missing]
    perform(second, "recall", actor=management_user, reason="本人患病")
    assert waiting() == [missing]
    supervising.drafted(assignment)
    assert waiting() == [missing]
    last = EXAM + timedelta(days=7)
    report = supervising.reported(assignment, **RECTIFY, rectify_by=last)
    assert waiting() == ["督导报告要求整改，管理站尚未下达，期限 2026-09-08"]
    report = perform(report, "ask_rectification", actor=management_user, at=exam.noon(EXAM))
    assert waiting()[0].startswith("督导报告要求的整改尚未提交，期限 2026-09-08")
    report = save_rectification(report=report, actor=station_user, text="已补齐")
    report = perform(report, "rectify", actor=station_user, at=exam.noon(last))
    assert waiting() == ["整改情况尚未核查，期限 2026-09-08"]
    perform(report, "accept", actor=management_user, at=exam.noon(last))
    assert waiting() == []


def test_what_passed_holds_nothing_up_and_what_was_stopped_does(
    batch: Batch, other_batch: Batch, fang: Supervisor, management_user: User
) -> None:
    supervising.reported(supervising.sent(batch, fang, management_user))
    assert open_reports(batch) == []
    report = supervising.reported(
        supervising.sent(other_batch, fang, management_user), conclusion="stopped", findings=FINDINGS
    )
    perform(report, "close", actor=management_user)
    assert [problem.text for problem in open_reports(other_batch)] == ["督导结论为“停止考试”，不能提交成绩"]


def test_results_of_an_unsupervised_batch_wait_for_nobody(batch: Batch) -> None:
    assert open_reports(batch) == []


def test_what_was_closed_is_put_right_once_more_until_the_results_are_approved(
    to_rectify: SupervisionReport, management_user: User, station_user: User
) -> None:
    report = perform(to_rectify, "ask_rectification", actor=management_user, at=exam.noon(EXAM))
    report.rectification = "已加装防护罩。"
    report.save()
    perform(report, "rectify", actor=station_user, at=exam.noon(EXAM))
    closed = perform(report, "accept", actor=management_user, at=exam.noon(EXAM))
    batch = closed.assignment.batch
    for status, opened in (("results_submitted", True), ("results_approved", False)):
        models.QuerySet(Batch).filter(pk=batch.pk).update(status=status)
        report = SupervisionReport.objects.get(pk=closed.pk)
        moves = available_transitions(report, management_user, at=exam.noon(EXAM))
        assert [one.transition.name for one in moves if not one.hidden] == ["ask_rectification"] * opened
    assert "不能再要求整改" in said(report, "ask_rectification", actor=management_user)
