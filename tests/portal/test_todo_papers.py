"""What the papers of exams ask of a person at the start page."""

from datetime import date, datetime, timedelta

import pytest

from accounts.models import User
from batches.models import Batch
from ostami.clock import SHANGHAI
from portal.todo.roles import todo_for
from question_bank.models import PaperStatus
from question_bank.paper_kinds import PaperKind
from stations.models import Station
from tests.factories import exam, papers, sealed_papers, staff
from tests.factories.exam import noon
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db

CLOSES = datetime(2026, 8, 22, tzinfo=SHANGHAI)
OPENS, SECOND = CLOSES, timedelta(seconds=1)
EXAM_ENDS = datetime(2026, 9, 2, tzinfo=SHANGHAI)


@pytest.fixture
def batch(station: Station, management_user: User) -> Batch:
    staff.three(station)
    exam.scope(station, exam.trade())
    plan = exam.approved_plan(station, management_user, {"month": 9})
    return exam.approved_batch(station, management_user, plan.items.get())


def asked(user: User, now: datetime) -> list[tuple[str, int]]:
    """Return what of a list has to do with papers."""
    return [(todo.label, todo.count) for todo in todo_for(user, now=now) if "试卷" in todo.label]


def test_a_station_prepares_papers_from_two_weeks_before_the_deadline(
    batch: Batch, station_user: User
) -> None:
    line = (f"准备试卷：批次 {batch.number}", 2)
    begins = CLOSES - timedelta(days=14)
    assert asked(station_user, begins - SECOND) == []
    assert asked(station_user, begins) == [line]
    assert asked(station_user, CLOSES - SECOND) == [line]
    assert asked(station_user, CLOSES) == []


def test_a_paper_counts_once_it_is_sealed(batch: Batch, station_user: User) -> None:
    near = noon(date(2026, 8, 11))
    sealed_papers.use_of(batch, kind=PaperKind.PRACTICAL, parts={})
    sealed_papers.use_of(batch, status=PaperStatus.CHECKED, parts={})
    asks = asked(station_user, near)
    assert (f"准备试卷：批次 {batch.number}", 1) in asks


def test_management_helps_out_after_the_deadline(
    batch: Batch, station_user: User, management_user: User
) -> None:
    exam.with_roster(batch, "李雷")
    line = (f"为批次选用试卷：批次 {batch.number}", 2)
    assert asked(management_user, CLOSES - SECOND) == []
    assert asked(management_user, CLOSES) == [line]
    assert asked(management_user, EXAM_ENDS - SECOND) == [line]
    assert asked(management_user, EXAM_ENDS) == []


def test_who_is_named_signs_while_the_window_is_open(batch: Batch, station_user: User) -> None:
    sealed_papers.use_of(batch)
    exam.with_roster(batch, "李雷")
    assert asked(station_user, OPENS) == []
    sealed_papers.named(batch, station_user)
    line = (f"签收试卷：{batch.items.get()}理论试卷（批次 {batch.number}）", 1)
    assert asked(station_user, OPENS - SECOND)[1:] == []
    assert asked(station_user, OPENS) == [line]
    assert asked(station_user, EXAM_ENDS - SECOND) == [line]
    assert asked(station_user, EXAM_ENDS) == []


def test_the_second_person_checks_and_anybody_of_the_bank_seals(station: Station) -> None:
    turning = exam.trade()
    exam.scope(station, turning)
    author, checker = papers.two_people(station.organisation)
    now = noon(date(2026, 6, 1))
    made = papers.composed_paper(station.organisation, turning, status=PaperStatus.SUBMITTED)
    assert ("复核试卷", 1) in asked(checker, now)
    assert ("复核试卷", 1) not in asked(author, now)
    perform(made, "check", actor=checker)
    assert ("封存试卷", 1) in asked(author, now)
    perform(made, "return", actor=checker, reason="第 1 题有误。")
    assert ("修改被退回的试卷", 1) in asked(author, now)
    assert asked(checker, now) == []
