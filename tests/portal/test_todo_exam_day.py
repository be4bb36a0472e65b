"""What an exam that is near, or was held, asks of a person at the start page."""

from datetime import date, timedelta
from typing import Any

import pytest

from accounts.models import User
from batches.models import Batch
from exams.evaluation.positions import answer_opposition, take_position
from exams.models import EvidenceKind, Position, Stance
from portal.todo.roles import todo_for
from stations.models import Station
from tests.factories import evaluation, exam, publishing, results, seating, supervision_reports
from tests.factories.exam import EXAM_DATE, noon
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(station: Station, management_user: User) -> Batch:
    return results.roster_batch(station, management_user, "李雷", "韩梅梅")


def labels(user: User, on: date = EXAM_DATE) -> list[str]:
    """Return the list's lines without what they are about."""
    return [todo.label.partition("：")[0] for todo in todo_for(user, now=noon(on))]


def address(user: User, label: str) -> str:
    return next(todo.address for todo in todo_for(user, now=noon(EXAM_DATE)) if todo.label.startswith(label))


@pytest.mark.parametrize(("days", "asked"), [(-11, False), (-10, True), (-1, True), (0, False)])
def test_seats_are_asked_for_in_the_ten_days_before_the_exam(
    batch: Batch, station_user: User, days: int, *, asked: bool
) -> None:
    assert ("安排考场座位" in labels(station_user, EXAM_DATE + timedelta(days))) is asked


def test_published_seats_are_asked_for_no_more(batch: Batch, station_user: User) -> None:
    seating.published(batch)
    assert "安排考场座位" not in labels(station_user, EXAM_DATE - timedelta(days=3))


@pytest.mark.parametrize(("days", "asked"), [(-1, []), (0, ["填写评价报告"])])
def test_the_leader_is_asked_for_the_report_from_the_exam_day_on(
    batch: Batch, days: int, asked: list[str]
) -> None:
    leader, second, _ = evaluation.logins(batch.items.get())
    day = EXAM_DATE + timedelta(days)
    assert labels(leader, day) == asked
    assert labels(second, day) == []


def test_nobody_reports_on_a_trade_that_nobody_sits(batch: Batch) -> None:
    leader = evaluation.logins(batch.items.get())[0]
    batch.enrolments.all().delete()
    assert labels(leader) == []


def test_a_report_goes_from_the_leader_to_the_others_and_back(batch: Batch) -> None:
    item = batch.items.get()
    leader, second, third = evaluation.logins(item)
    for enrolment in batch.enrolments.accepted():
        exam.score(enrolment, "80", "80", by=batch.station.organisation.users.earliest("pk"))
    report = evaluation.draft(item)
    assert labels(leader) == ["签发评价报告"]
    report = perform(report, "issue", actor=leader, at=noon(EXAM_DATE))
    assert [labels(one) for one in (leader, second, third)] == [[], ["对评价报告表态"], ["对评价报告表态"]]
    assert address(second, "对评价报告表态") == report.get_absolute_url()
    take_position(report=report, stance=Stance.OPPOSE, text="不符。", actor=second, at=noon(EXAM_DATE))
    take_position(report=report, stance=Stance.CONFIRM, text="", actor=third, at=noon(EXAM_DATE))
    assert [labels(one) for one in (leader, second, third)] == [["答复反对意见"], [], []]
    position = Position.objects.get(stance=Stance.OPPOSE)
    answer_opposition(position=position, text="已核对。", actor=leader, at=noon(EXAM_DATE))
    assert labels(leader) == []


def test_a_supervision_goes_from_report_to_rectification_and_its_check(
    batch: Batch, station_user: User, management_user: User
) -> None:
    supervisor = supervision_reports.with_login(management_user)
    sent = supervision_reports.sent(batch, supervisor, management_user)
    assert supervisor.user
    assert labels(supervisor.user, EXAM_DATE - timedelta(days=1)) == ["现场督考"]
    assert "填写督导报告" in labels(supervisor.user)
    last = EXAM_DATE + timedelta(days=9)
    report = supervision_reports.reported(
        sent, conclusion="rectify", findings="防护罩松动。", rectify_by=last
    )
    assert "填写督导报告" not in labels(supervisor.user)
    assert "处理督导报告" in labels(management_user)
    assert "整改" not in labels(station_user)
    report = perform(report, "ask_rectification", actor=management_user, at=noon(EXAM_DATE), rectify_by=last)
    assert address(station_user, "整改") == report.get_absolute_url()
    assert "处理督导报告" not in labels(management_user)


def test_management_answers_objections_and_the_station_reviews(
    station: Station, station_user: User, management_user: User
) -> None:
    held = publishing.notice_batch(station, management_user, {"李雷": ("80", "55")})
    held.notice.objections.create(name="过路人", contact="1", text="请核对。", raised_at=noon(EXAM_DATE))
    assert labels(management_user) == ["答复公示异议"]
    held.enrolments.get().reviews.create(kind="practical", reason="请核对。", asked_at=noon(EXAM_DATE))
    assert "办理成绩复查" in labels(station_user)


def test_management_decides_on_disposals(batch: Batch, station_user: User, management_user: User) -> None:
    facts = {"reason": "到期", "proposed_by": station_user, "proposed_at": noon(EXAM_DATE)}
    batch.disposals.create(kind=EvidenceKind.OTHER, **facts)
    assert "审批资料销毁" in labels(management_user)


def test_the_list_takes_no_more_queries_for_more_reports(
    batch: Batch, station: Station, management_user: User, django_assert_max_num_queries: Any
) -> None:
    leader = evaluation.logins(batch.items.get())[0]
    plan = exam.approved_plan(station, management_user, *({} for _ in range(4)), year=2027)
    for planned in plan.items.all():
        more = exam.with_roster(exam.approved_batch(station, management_user, planned), "李雷")
        more.items.update(leader=batch.items.get().leader)
    with django_assert_max_num_queries(6):
        assert len(labels(leader)) == 5
