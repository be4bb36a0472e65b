"""What waits for each role."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

import pytest

from accounts.models import User
from accounts.rights import Role
from batches.models import AnnualPlan, Batch
from candidates.models import UploadKind
from exams.selectors import OPEN
from ostami.clock import SHANGHAI
from portal.todo.items import Due, due_at
from portal.todo.roles import NOTHING_WAITS, todo_for
from stations.models import Station
from tests.conftest import Login
from tests.factories import exam, fees, people, sealed_papers, staff
from tests.factories.exam import APPLIED_ON, EXAM_DATE, noon
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db

IN_WINDOW = noon(date(2026, 8, 11))
Lines = list[tuple[str, int, str, str]]


def lines(user: User, now: datetime = IN_WINDOW) -> Lines:
    """Return a to-do list as a person reads it."""
    return [
        (todo.label, todo.count, todo.address, todo.due.words if todo.due else "")
        for todo in todo_for(user, now=now)
    ]


@pytest.fixture(autouse=True)
def _staffed(station: Station, other_station: Station) -> None:
    staff.three(station)
    staff.three(other_station)


@pytest.fixture
def plan(station: Station, management_user: User) -> AnnualPlan:
    exam.scope(station, exam.trade())
    return exam.approved_plan(station, management_user, {"month": 9}, {"month": 10})


@pytest.fixture
def batch(plan: AnnualPlan, station: Station, management_user: User) -> Batch:
    return sealed_papers.ready(exam.approved_batch(station, management_user, plan.items.all()[0]))


@pytest.fixture
def with_roster(batch: Batch) -> Batch:
    return exam.with_roster(batch, "李雷", "韩梅梅")


@pytest.fixture
def scored(with_roster: Batch, station_user: User) -> Batch:
    for enrolment in with_roster.enrolments.accepted():
        exam.score(enrolment, "80", "85", by=station_user)
    return with_roster


@pytest.mark.parametrize(
    ("now", "words", "urgent"),
    [
        ("2026-08-18T12:00", "2026-08-21 24:00 截止，还剩 3 天", False),
        ("2026-08-19T23:59:59", "2026-08-21 24:00 截止，还剩 2 天", False),
        ("2026-08-20T00:00:01", "2026-08-21 24:00 截止，还剩 1 天", True),
        ("2026-08-21T23:59:59", "2026-08-21 24:00 截止，今天截止", True),
        ("2026-08-22T00:00", "已于 2026-08-21 24:00 截止", True),
    ],
)
def test_a_deadline_is_told_as_day_and_time_left(now: str, words: str, urgent: bool) -> None:  # noqa: FBT001
    closes_at = datetime(2026, 8, 22, tzinfo=SHANGHAI)
    instant = datetime.fromisoformat(now).replace(tzinfo=SHANGHAI)
    assert due_at(closes_at, now=instant) == Due(words, urgent=urgent)


def test_a_station_without_a_plan_is_asked_for_one(station_user: User) -> None:
    assert lines(station_user) == [("编制 2026 年度计划", 1, "/batches/plans/new/", "")]


def test_a_station_finishes_its_plan(station: Station, station_user: User) -> None:
    AnnualPlan.objects.create(station=station, year=2026)
    assert lines(station_user) == [("完成年度计划草稿", 1, "/batches/plans/?status=draft", "")]


def test_a_station_corrects_a_returned_plan(
    station: Station, station_user: User, management_user: User
) -> None:
    exam.scope(station, exam.trade())
    made = AnnualPlan.objects.create(station=station, year=2026)
    exam.plan_item(made)
    handed_in = perform(made, "submit", actor=station_user, at=IN_WINDOW)
    assert lines(station_user) == []
    due = "最早一件应于 2026-08-25 前办结（还剩 10 个工作日）"
    assert lines(management_user) == [("审批年度计划", 1, "/batches/plans/?status=submitted", due)]
    perform(handed_in, "return", actor=management_user, reason="请补充月份。")
    assert lines(station_user) == [("修改被退回的年度计划", 1, "/batches/plans/?status=returned", "")]
    assert lines(management_user) == []


def test_a_station_finishes_a_batch_application(
    plan: AnnualPlan, station: Station, station_user: User, management_user: User
) -> None:
    drafted = exam.draft_batch(station, plan.items.all()[0])
    assert lines(station_user) == [("完成批次申请草稿", 1, "/batches/?status=draft", "")]
    assert lines(management_user) == []
    handed_in = perform(drafted, "submit", actor=station_user, at=noon(APPLIED_ON))
    assert lines(station_user) == []
    closing = "最早一批报名：2026-08-21 24:00 截止，还剩 10 天"
    due = f"最早一件应于 2026-06-08 前办结（已超期 46 个工作日）；{closing}"
    mine = urlencode({"who": "练习管理站", "kind": "批次"})
    assert lines(management_user) == [("审批批次申请", 1, f"/batches/waiting/?{mine}", due)]
    perform(handed_in, "return", actor=management_user, reason="请写明考试地点。")
    assert lines(station_user) == [("修改被退回的批次申请", 1, "/batches/?status=returned", "")]


def test_enrolments_wait_for_review_before_the_roster_is_due(batch: Batch, station_user: User) -> None:
    item = batch.items.get()
    assert lines(station_user) == []
    enrolment = perform(
        exam.draft_enrolment(item, candidate := people.candidate("李雷")),
        "submit",
        actor=candidate.user,
        at=IN_WINDOW,
    )
    assert lines(station_user) == []
    exam.upload(enrolment, UploadKind.STAMPED_FORM)
    enrolment = perform(enrolment, "stamp", actor=candidate.user, at=IN_WINDOW)
    address, due = f"/candidates/roster/{batch.pk}/", "2026-08-21 24:00 截止，还剩 10 天"
    assert lines(station_user) == [(f"审核报名：批次 {batch.number}", 1, address, due)]
    perform(enrolment, "accept", actor=station_user, at=IN_WINDOW)
    assert lines(station_user) == [(f"提交花名册：批次 {batch.number}", 1, address, due)]


def test_scores_are_asked_for_from_the_exam_day_on(with_roster: Batch, station_user: User) -> None:
    due = "考试日期 2026-09-01"
    seats = (f"安排考场座位：批次 {with_roster.number}", 1, f"/exams/batch/{with_roster.pk}/seating/", due)
    assert lines(station_user, noon(EXAM_DATE - timedelta(days=1))) == [seats]
    address = f"/exams/batch/{with_roster.pk}/scores/"
    assert lines(station_user, noon(EXAM_DATE)) == [(f"登记成绩：批次 {with_roster.number}", 2, address, due)]


def test_scores_that_are_complete_are_to_be_handed_in(scored: Batch, station_user: User) -> None:
    assert not scored.enrolments.filter(OPEN).exists()
    item = scored.items.get()
    assert [line[:3] for line in lines(station_user, noon(EXAM_DATE))] == [
        (f"备齐材料、提交成绩：批次 {scored.number}", 1, f"/exams/batch/{scored.pk}/readiness/"),
        (f"复核成绩：{item}（批次 {scored.number}）", 1, f"/exams/items/{item.pk}/confirm/"),
    ]


def test_results_go_to_management_and_back_and_on_to_the_centre(
    scored: Batch, station_user: User, management_user: User, centre_user: User
) -> None:
    now = noon(EXAM_DATE)
    batch = perform(exam.ready(scored), "submit_results", actor=station_user, at=now)
    due = "最早一批的考试日期 2026-09-01"
    waiting = [("审核成绩", 1, "/batches/?status=results_submitted", due)]
    assert lines(station_user, now) == []
    assert lines(management_user, now) == waiting
    batch = perform(batch, "return_results", actor=management_user, reason="请核对实操成绩。", at=now)
    assert lines(station_user, now)[0][0] == f"更正被退回的成绩：批次 {batch.number}"
    assert lines(management_user, now) == []
    batch = perform(batch, "submit_results", actor=station_user, at=now)
    assert lines(management_user, now) == waiting
    assert lines(centre_user, now) == []
    fees.free(management_user)
    batch = perform(batch, "approve_results", actor=management_user, at=now)
    assert lines(centre_user, now) == [("核发证书", 1, batch.get_absolute_url(), due)]
    perform(batch, "certify", actor=centre_user, at=now)
    posting = [("邮寄证书", 1, "/certificates/shipments/", "")]
    assert [lines(user, now) for user in (station_user, management_user, centre_user)] == [[], posting, []]


def test_another_station_sees_nothing_of_it(batch: Batch, other_station_user: User) -> None:
    exam.accepted_enrolment(batch.items.get(), people.candidate("李雷"))
    assert [line[0] for line in lines(other_station_user)] == ["编制 2026 年度计划"]


def test_every_role_has_words_for_an_empty_list() -> None:
    assert set(NOTHING_WAITS) == set(Role) - {Role.CANDIDATE}


def test_a_candidates_home_is_the_page_of_the_own_enrolments(login: Login) -> None:
    assert login(people.candidate("李雷").user).get("/home/")["Location"] == "/candidates/mine/"


@pytest.mark.parametrize("role", [Role.EXAMINER, Role.SUPERVISOR, Role.BRANCH])
def test_roles_without_work_read_so(login: Login, station: Station, role: Role) -> None:
    person = people.user("无待办人员", role, station.organisation)
    page = login(person).get("/home/")
    assert NOTHING_WAITS[role] in page.text


def test_the_home_page_shows_count_link_and_deadline(login: Login, station_user: User) -> None:
    page = login(station_user).get("/home/")
    assert '<a href="/batches/plans/new/">编制' in page.text
    assert station_user.username in page.text


@pytest.mark.parametrize("batches", [1, 3])
def test_a_list_takes_the_same_queries_however_long(
    station: Station,
    station_user: User,
    management_user: User,
    batches: int,
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    exam.scope(station, exam.trade())
    lines: list[dict[str, object]] = [{"month": month} for month in range(1, batches + 1)]
    plan = exam.approved_plan(station, management_user, *lines)
    for number, item in enumerate(plan.items.all()):
        one = sealed_papers.ready(exam.approved_batch(station, management_user, item))
        exam.accepted_enrolment(one.items.get(), people.candidate(f"李雷{number}"))
    todo_for(station_user, now=IN_WINDOW)  # what is cached once a process is cached by now
    # Batches, people, scores, sent back, rectification, reviews of scores; papers that are missing, to
    # be signed for (of any keeper, and whose) and to be moved; corrections, questions and tasks to check and
    # to mend, plans, applications, station, reviews, staff; of certificates: settlements, parcels, wrong
    # scores; and of examiners: applications, transfers, those whose time is nearly up.
    with django_assert_num_queries(25):
        assert len(todo_for(station_user, now=IN_WINDOW)) == batches
    # Batches, dates, results, supervision reports (handed in, rectified), scores found wrong, objections,
    # disposals; of certificates: settlements, batches to post, wrong scores, blanks, destructions; batches
    # without papers, plans, corrections, questions, tasks and papers to move, supervision (the station's
    # organisations too), applications, reviews, examiners, transfers, first logins, licences,
    # late reviews, mails.
    with django_assert_num_queries(30):
        todo_for(management_user, now=IN_WINDOW)
