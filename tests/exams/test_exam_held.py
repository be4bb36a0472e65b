"""Once an exam was held it is neither moved nor cancelled, unless a supervisor stopped it."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine

from accounts.models import User
from batches.models import Batch
from examiners.models import Supervisor
from exams.models import Attendance, AttendanceState, EvidenceKind, PracticalMark, SupervisionAssignment
from exams.supervising import open_reports
from ostami.problems import BlockedError
from question_bank.paper_kinds import PaperKind
from tests.batches.moving import asked, moved
from tests.factories import evidence, results, scoring, seating
from tests.factories import supervision_reports as supervising
from workflow.audit import history_of
from workflow.lifecycle import StaleError, available_transitions, perform

NAME = "林若溪"
STOPPED = {"conclusion": "stopped", "findings": "车间停电，考试中止"}
MOVED_BY = timedelta(days=10)


@pytest.fixture(autouse=True)
def _exam_day(exam_day: None) -> None:
    """All happens on the exam's day."""


@pytest.fixture
def fang(management_user: User) -> Supervisor:
    return supervising.with_login(management_user)


@pytest.fixture
def assignment(batch: Batch, fang: Supervisor, management_user: User) -> SupervisionAssignment:
    return supervising.sent(batch, fang, management_user)


def attend(batch: Batch) -> None:
    scoring.stood(batch, NAME, PaperKind.THEORY, AttendanceState.PRESENT, seating.login_of(batch))


def mark(batch: Batch) -> None:
    item, login = batch.items.get(), seating.login_of(batch)
    facts = {
        "examiner": item.leader,
        "mark": 80,
        "recorded_by": login,
        "recorded_at": results.exam_noon(batch),
    }
    PracticalMark.objects.create(enrolment=batch.enrolments.get(candidate__name=NAME), **facts)


def photograph(batch: Batch) -> None:
    evidence.keep(batch.items.get(), EvidenceKind.THEORY_ROOM, seating.login_of(batch))


def refusals(batch: Batch, manager: User) -> Iterator[str]:
    """What the station hears that wants another day, and management that wants to cancel."""
    yield asked(batch, batch.exam_date + MOVED_BY, at=results.exam_noon(batch))
    with pytest.raises(BlockedError) as refused:
        perform(batch, "cancel", actor=manager, at=results.exam_noon(batch), reason="停电")
    yield str(refused.value)


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (attend, "已登记到考情况"),
        (mark, "已登记考评员评分"),
        (photograph, "已上传考试资料"),
    ],
)
def test_whatever_was_recorded_shows_that_it_was_held(
    batch: Batch, management_user: User, record: Callable[[Batch], None], said: str
) -> None:
    record(batch)
    new_date, cancelling = refusals(batch, management_user)
    assert f"{said}，考试已经进行，不能调整考试日期" in new_date
    assert f"{said}，考试已经进行，不能取消" in cancelling


def test_a_supervision_report_shows_it_and_a_draft_does_not(
    batch: Batch, assignment: SupervisionAssignment, management_user: User
) -> None:
    supervising.drafted(assignment)
    assert asked(batch, batch.exam_date + MOVED_BY, at=results.exam_noon(batch)) == ""
    batch.date_changes.all().delete()
    supervising.reported(assignment)
    assert all("已提交督导报告，考试已经进行" in said for said in refusals(batch, management_user))


def test_what_was_stopped_can_be_cancelled(
    batch: Batch, assignment: SupervisionAssignment, management_user: User, station_user: User
) -> None:
    supervising.reported(assignment, **STOPPED)
    attend(batch)
    scoring.enter(batch, ("85", None), (None, None), (None, None), by=station_user)
    at = results.exam_noon(batch)
    assert perform(batch, "cancel", actor=management_user, at=at, reason="停电").status == "cancelled"


def test_what_was_stopped_moves_once_its_scores_are_cleared(
    batch: Batch, assignment: SupervisionAssignment, management_user: User, station_user: User
) -> None:
    supervising.reported(assignment, **STOPPED)
    scoring.enter(batch, ("85", None), (None, None), (None, None), by=station_user)
    attend(batch)
    at, day = results.exam_noon(batch), batch.exam_date + MOVED_BY
    refused = asked(batch, day, at=at)
    assert "已登记 1 名考生的成绩，考试已经进行，不能调整考试日期" in refused
    assert "请清除成绩和考试资料后再申请调整，或由管理站取消该批次" in refused
    batch.enrolments.get(candidate__name=NAME).result.delete()
    assert moved(batch, day, by=management_user, at=at).exam_date == day
    assert not Attendance.objects.exists()
    assert history_of(batch).get(action="clear_attendance").sentence.endswith("（1 条）")


def test_a_report_of_the_old_day_does_not_do_for_the_new_one(
    batch: Batch, assignment: SupervisionAssignment, fang: Supervisor, management_user: User
) -> None:
    supervising.reported(assignment, **STOPPED)
    assignment.refresh_from_db()

    def recall() -> SupervisionAssignment:
        fresh = SupervisionAssignment.objects.get(pk=assignment.pk)
        return perform(fresh, "recall", actor=management_user, reason="考试改期")

    with pytest.raises(BlockedError, match="督导员已提交督导报告，不能撤回选派"):
        recall()
    offered = available_transitions(assignment, management_user, at=results.exam_noon(batch))
    assert [one.hidden for one in offered] == [True]
    batch = moved(batch, batch.exam_date + MOVED_BY, by=management_user, at=results.exam_noon(batch))
    assert [one.text for one in open_reports(batch)] == [
        f"督导报告提交后，考试日期调整为 {batch.exam_date}，原报告不作为本次考试的督导报告"
    ]
    assert recall().status == "recalled"
    with pytest.raises(StaleError):
        recall()
    with time_machine.travel(results.exam_noon(batch)):
        supervising.reported(supervising.sent(batch, fang, management_user))
        assert open_reports(batch) == []
