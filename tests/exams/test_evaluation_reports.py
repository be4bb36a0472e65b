"""Evaluation reports: written by the leader, answered by everybody else (guide 4.6-2)."""

from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.models import User
from accounts.rights import Role
from batches.models import Batch, BatchItem
from exams.evaluation.counts import ExamFigures, PaperFigures
from exams.evaluation.figures import figures_of
from exams.evaluation.positions import answer_opposition, take_position
from exams.evaluation.selectors import unsettled
from exams.evaluation.writing import begin_report, change_report
from exams.models import Attendance, AttendanceState, CarriedScore, EvaluationReport, Result, Stance
from ostami.problems import BlockedError
from tests.factories import evaluation, exam
from tests.factories.results import exam_noon
from workflow.audit import history_of, verify
from workflow.lifecycle import StaleError, perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(batch: Batch, exam_day: None) -> BatchItem:
    """Three candidates: 良好, 不合格, and one who missed the practical paper."""
    login = batch.station.organisation.users.get(role=Role.STATION)
    for enrolment, scores in zip(
        batch.enrolments.accepted(), (("85", "92.5"), ("59.5", "60"), ("70", None)), strict=True
    ):
        exam.score(enrolment, *scores, by=login)
    return batch.items.get()


@pytest.fixture
def panel(item: BatchItem) -> list[User]:
    """The logins of the leader and of the two others."""
    return evaluation.logins(item)


def now(item: BatchItem) -> EvaluationReport:
    return EvaluationReport.objects.get(item=item)


def say(item: BatchItem, actor: User, stance: Stance, text: str = "") -> None:
    take_position(report=now(item), stance=stance, text=text, actor=actor, at=exam_noon(item.batch))


def answer(item: BatchItem, actor: User, text: str = "已核对评分表，维持原意见。") -> None:
    position = now(item).positions.get(stance=Stance.OPPOSE)
    answer_opposition(position=position, text=text, actor=actor, at=exam_noon(item.batch))


# --- writing ---


def test_the_leader_writes_in_several_goes_and_old_words_are_kept(item: BatchItem, panel: list[User]) -> None:
    at = exam_noon(item.batch)
    report = begin_report(item=item, actor=panel[0], at=at)
    assert begin_report(item=item, actor=panel[0], at=at) == report
    change_report(report=report, facts={"premises": "布置到位。"}, actor=panel[0], at=at)
    change_report(report=report, facts={"premises": "布置整齐。", "advice": " 无 "}, actor=panel[0], at=at)
    change_report(report=report, facts={"premises": "布置整齐。"}, actor=panel[0], at=at)
    report.refresh_from_db()
    assert (report.premises, report.advice) == ("布置整齐。", "无")
    written = history_of(report).filter(action="write")
    assert [event.changes for event in written] == [
        {"场地情况": ["", "布置到位。"]},
        {"场地情况": ["布置到位。", "布置整齐。"], "意见和建议": ["", "无"]},
    ]


def test_what_another_window_wrote_is_not_overwritten_unseen(item: BatchItem, panel: list[User]) -> None:
    at = exam_noon(item.batch)
    report = begin_report(item=item, actor=panel[0], at=at)
    change_report(report=report, facts={"premises": "甲"}, actor=panel[0], at=at, seen={"premises": ""})
    with pytest.raises(BlockedError, match="此栏已在另一窗口改为：“甲”") as refused:
        change_report(report=report, facts={"premises": "乙"}, actor=panel[0], at=at, seen={"premises": ""})
    assert refused.value.problems[0].field == "premises"
    change_report(report=report, facts={"premises": "乙"}, actor=panel[0], at=at, seen={"premises": "甲"})
    assert now(item).premises == "乙"


def test_nobody_but_the_leader_writes(
    item: BatchItem, panel: list[User], station_user: User, other_batch: Batch
) -> None:
    at = exam_noon(item.batch)
    stranger = evaluation.logins(other_batch.items.get())[0]
    with pytest.raises(BlockedError, match="由考评组长考评员1办理"):
        begin_report(item=item, actor=panel[1], at=at)
    with pytest.raises(PermissionDenied, match="此事由考评员办理"):
        begin_report(item=item, actor=station_user, at=at)
    with pytest.raises(Http404):
        begin_report(item=item, actor=stranger, at=at)
    report = evaluation.draft(item)
    with pytest.raises(BlockedError, match="由考评组长考评员1办理"):
        change_report(report=report, facts={"premises": "甲"}, actor=panel[1], at=at)
    with pytest.raises(Http404):
        change_report(report=report, facts={"premises": "甲"}, actor=stranger, at=at)
    assert now(item).premises == evaluation.WORDS["premises"]


def test_a_report_is_begun_on_the_exam_day_and_not_before(item: BatchItem, panel: list[User]) -> None:
    with pytest.raises(BlockedError, match="考试日期为 2026-09-01，考试尚未进行"):
        begin_report(item=item, actor=panel[0], at=exam_noon(item.batch, -1))
    assert begin_report(item=item, actor=panel[0], at=exam_noon(item.batch)).status == "draft"


# --- issuing ---


def test_issuing_names_everything_that_is_missing(batch: Batch, exam_day: None) -> None:
    item = batch.items.get()
    leader = evaluation.logins(item)[0]
    report = begin_report(item=item, actor=leader, at=exam_noon(batch))
    change_report(report=report, facts={"premises": "好"}, actor=leader, at=exam_noon(batch))
    with pytest.raises(BlockedError) as refused:
        perform(report, "issue", actor=leader, at=exam_noon(batch))
    assert [one.text for one in refused.value.problems] == [
        (
            "还没有填写：设备、工量具和材料情况、试题适用性、评分标准执行情况、违纪及处理情况、"
            "突发情况及处理、存在问题、意见和建议"
        ),
        "还有 3 名考生的成绩没有登记，报告中的人数还不能确定",
    ]


def test_issuing_freezes_the_figures_and_tells_the_others(
    item: BatchItem, django_capture_on_commit_callbacks: Any
) -> None:
    wang = item.panel[1]
    wang.email = "wang@example.com"
    wang.save()
    with django_capture_on_commit_callbacks(execute=True):
        report = evaluation.issued(item)
    assert report.issued_by == evaluation.login_of(report.item.leader)
    assert report.issued_at == exam_noon(item.batch)
    frozen = ExamFigures.from_stored(now(item).figures)
    assert frozen == figures_of(item)
    assert (frozen.expected, frozen.sat, frozen.missed, frozen.good, frozen.failed) == (3, 2, 1, 1, 1)
    [letter] = mail.outbox
    assert (letter.to, letter.subject) == (["wang@example.com"], "评价报告待表态通知")
    assert "数控车工 四级/中级工" in letter.body
    assert "林若溪" not in letter.body


def test_scores_that_change_afterwards_make_the_report_outdated(item: BatchItem) -> None:
    evaluation.settled(item)
    assert unsettled(item.batch) == []
    result = Result.objects.get(theory=Decimal("59.5"))
    result.theory = Decimal(60)
    result.save()
    [lacking] = unsettled(item.batch)
    assert "".join(map(str, lacking.problems)) == (
        "数控车工 四级/中级工：评价报告签发后成绩有更正，报告中的人数与成绩不一致（服务指南 4.6-2）。"
        "请管理站退回该报告，再按现在的成绩重新签发。"
    )
    assert (lacking.people, lacking.who) == ((), ["管理站"])


# --- positions ---


def test_a_report_settles_with_the_last_confirmation(item: BatchItem, panel: list[User]) -> None:
    evaluation.issued(item)
    say(item, panel[1], Stance.CONFIRM)
    assert now(item).status == "issued"
    say(item, panel[2], Stance.SUPPLEMENT, "建议增加一台备用车床。")
    assert now(item).status == "settled"
    told = history_of(now(item)).values_list("sentence", "actor_name")
    assert list(told)[-3:] == [
        ("对评价报告表态：确认", "考评员2"),
        ("对评价报告表态：补充", "考评员3"),
        ("各考评员均已表态，评价报告办结", "考评员3"),
    ]
    assert verify() == []


def test_an_opposition_is_answered_before_the_report_settles(
    item: BatchItem, panel: list[User], django_capture_on_commit_callbacks: Any
) -> None:
    evaluation.issued(item)
    leader = item.leader
    leader.email = "leader@example.com"
    leader.save()
    with django_capture_on_commit_callbacks(execute=True):
        say(item, panel[1], Stance.OPPOSE, "2 号工位评分偏低。")
    assert [letter.to for letter in mail.outbox] == [["leader@example.com"]]
    assert "2 号工位评分偏低。" in mail.outbox[0].body
    say(item, panel[2], Stance.CONFIRM)
    assert now(item).status == "issued"
    with pytest.raises(BlockedError, match="由考评组长考评员1办理"):
        answer(item, panel[2])
    with pytest.raises(BlockedError, match="请写明答复的内容"):
        answer(item, panel[0], "  ")
    answer(item, panel[0])
    assert now(item).status == "settled"
    with pytest.raises(StaleError):
        answer(item, panel[0])


def test_the_answer_may_come_before_the_last_position(item: BatchItem, panel: list[User]) -> None:
    evaluation.issued(item)
    say(item, panel[1], Stance.OPPOSE, "不同意。")
    answer(item, panel[0])
    assert now(item).status == "issued"
    with pytest.raises(BlockedError, match="这条反对意见已经答复"):
        answer(item, panel[0])
    say(item, panel[2], Stance.CONFIRM)
    assert now(item).status == "settled"


def test_positions_that_are_refused_leave_nothing(
    item: BatchItem, panel: list[User], station_user: User, other_batch: Batch
) -> None:
    stranger = evaluation.logins(other_batch.items.get())[1]
    evaluation.draft(item)
    with pytest.raises(StaleError):
        say(item, panel[1], Stance.CONFIRM)
    perform(now(item), "issue", actor=panel[0], at=exam_noon(item.batch))
    for actor, stance, why in (
        (panel[0], Stance.CONFIRM, "考评组长不对自己的报告表态"),
        (panel[1], Stance.OPPOSE, "请写明反对的内容"),
        (panel[1], Stance.SUPPLEMENT, "请写明补充的内容"),
        (panel[1], "abstain", "请选择确认、补充或反对"),
    ):
        with pytest.raises(BlockedError, match=why):
            say(item, actor, stance)  # type: ignore[arg-type]
    with pytest.raises(Http404):
        say(item, stranger, Stance.CONFIRM)
    with pytest.raises(PermissionDenied):
        say(item, station_user, Stance.CONFIRM)
    assert not now(item).positions.exists()
    say(item, panel[1], Stance.CONFIRM)
    with pytest.raises(BlockedError, match="您已对这份评价报告表态"):
        say(item, panel[1], Stance.OPPOSE, "改主意了。")


def test_a_report_taken_back_keeps_the_positions_in_its_history(item: BatchItem, panel: list[User]) -> None:
    evaluation.issued(item)
    say(item, panel[1], Stance.OPPOSE, "合格人数有误。")
    answer(item, panel[0], "说得对，收回修改。")
    perform(now(item), "recall", actor=panel[0], at=exam_noon(item.batch), reason="人数有误")
    report = now(item)
    assert (report.status, report.figures, report.issued_at) == ("draft", {}, None)
    assert not report.positions.exists()
    cleared = history_of(report).get(action="clear_positions")
    assert list(cleared.changes.values()) == [["反对：合格人数有误。（组长答复：说得对，收回修改。）", ""]]
    perform(report, "issue", actor=panel[0], at=exam_noon(item.batch))
    say(item, panel[1], Stance.CONFIRM)
    say(item, panel[2], Stance.CONFIRM)
    assert now(item).status == "settled"


def test_results_are_not_approved_while_a_report_was_sent_back(
    item: BatchItem, management_user: User
) -> None:
    evaluation.settled(item)
    item.batch._move_to("results_submitted")
    at = exam_noon(item.batch, 1)
    perform(now(item), "reopen", actor=management_user, at=at, reason="合格人数请核对")
    with pytest.raises(BlockedError, match="评价报告当前状态为“草稿”"):
        perform(item.batch, "approve_results", actor=management_user, at=at)
    report = perform(now(item), "issue", actor=evaluation.login_of(item.leader), at=at)
    for one in evaluation.logins(item)[1:]:
        take_position(report=report, stance=Stance.CONFIRM, text="", actor=one, at=at)
    approved = perform(item.batch, "approve_results", actor=management_user, at=at)
    assert approved.status == "results_approved"
    with pytest.raises(BlockedError, match="评价报告不能再退回"):
        perform(now(item), "reopen", actor=management_user, at=at, reason="再核对")


# --- figures ---


def test_the_figures_count_by_attendance_and_scores(item: BatchItem) -> None:
    _, second, third = item.batch.enrolments.accepted()
    by = item.batch.station.organisation.users.get(role=Role.STATION)
    Attendance.objects.create(
        enrolment=third,
        kind="practical",
        state=AttendanceState.MISCONDUCT,
        note="携带手机",
        recorded_by=by,
        recorded_at=exam_noon(item.batch),
    )
    figures = figures_of(item)
    assert figures.theory == PaperFigures(expected=3, sat=3, passed=2)
    assert figures.practical == PaperFigures(expected=3, sat=2, passed=2, misconduct=1)
    assert (figures.theory.rate, figures.practical.rate, figures.rate) == ("66.7%", "100.0%", "50.0%")
    Result.objects.filter(enrolment=second).delete()
    assert (figures_of(item).open, figures_of(item).theory.open) == (1, 1)


def test_who_carries_a_paper_should_not_sit_it(item: BatchItem) -> None:
    enrolment = item.batch.enrolments.accepted().last()
    assert enrolment
    by = item.batch.station.organisation.users.get(role=Role.STATION)
    Result.objects.filter(enrolment=enrolment).update(theory=70, practical=None, practical_absent=False)
    CarriedScore.objects.create(
        enrolment=enrolment,
        source=item.batch.enrolments.accepted()[0],
        kind="practical",
        score=Decimal(81),
        granted_by=by,
        granted_at=exam_noon(item.batch),
    )
    figures = figures_of(item)
    assert (figures.theory.expected, figures.practical.expected, figures.practical.sat) == (3, 2, 2)
    assert (figures.passed, figures.good, figures.missed, figures.open) == (1, 1, 0, 0)


# --- who must act ---


def test_what_is_missing_names_who_must_act(item: BatchItem) -> None:
    [lacking] = unsettled(item.batch)
    assert "".join(map(str, lacking.problems)) == (
        "数控车工 四级/中级工：考评组长考评员1尚未填写评价报告（服务指南 4.6-2）。"
        "考评员1还没有登录账号，请考试站先在考评员名册中邀请其开通。"
    )
    second = evaluation.logins(item)[1]
    evaluation.issued(item)
    say(item, second, Stance.OPPOSE, "不同意。")
    [lacking] = unsettled(item.batch)
    assert [one.text for one in lacking.problems] == [
        "数控车工 四级/中级工：考评员考评员3尚未对评价报告表态",
        "数控车工 四级/中级工：考评员考评员2反对评价报告，考评组长考评员1尚未答复",
    ]
    assert [str(one) for one in lacking.people] == ["考评员3", "考评员1"]


def test_a_closed_login_is_said_to_be_closed(item: BatchItem, panel: list[User]) -> None:
    panel[0].is_active = False
    panel[0].save()
    [lacking] = unsettled(item.batch)
    assert "已受邀请、尚未开通账号" in str(lacking.problems[0])
