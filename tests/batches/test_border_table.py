"""The border table: every rule of plans and batches just before its border and on it (guide 4.5.1).

The portal's instants are those of Asia/Shanghai, the process runs in UTC: what is 00:00 in one is 16:00 of
the day before in the other.
"""

import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from batches import services
from batches.models import AnnualPlan, Batch, DateChange, PlanItem
from batches.services.date_changes import request_date_change
from examiners.models import Examiner, Grade
from exams.supervised import pool
from ostami import policy
from ostami.clock import SHANGHAI
from ostami.problems import BlockedError
from scope_catalog.choices import MachineCategory
from scope_catalog.models import Trade
from stations.models import Station
from tests.batches.conftest import Frozen
from tests.conftest import Login
from tests.factories import exam, people
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db

EXAM = date(2026, 9, 1)
OPEN, SHUT = 302, 422
UTC_ZONE = ZoneInfo("UTC")


def shanghai(words: str) -> datetime:
    """Return an instant by Shanghai's clock, as a process in UTC knows it."""
    return datetime.fromisoformat(words).replace(tzinfo=SHANGHAI).astimezone(UTC_ZONE)


def refused(act: Callable[[], object]) -> bool:
    """Try an act, undo it, and tell whether a rule refused it."""
    with transaction.atomic():
        try:
            act()
        except BlockedError:
            found = True
        else:
            found = False
        transaction.set_rollback(True)
    return found


@pytest.fixture(autouse=True)
def _process_in_utc(clock_at: Frozen) -> Iterator[None]:
    """The frozen clock sets the zone of the process, too."""
    clock_at.move_to(shanghai("2026-06-01 12:00:00"))
    assert time.tzname[0] == "UTC"
    yield
    assert time.tzname[0] == "UTC"


@pytest.fixture
def approved(station: Station, management_user: User, plan_item: PlanItem) -> Batch:
    return exam.approved_batch(station, management_user, plan_item, exam_date=EXAM)


# --- lead (4.5.1-2): thirty days between application and exam ---


@pytest.mark.parametrize(
    ("at", "exam_date", "answer"),
    [
        ("2026-06-01 00:00:00", "2026-06-30", SHUT),
        ("2026-06-01 00:00:00", "2026-07-01", OPEN),
        ("2026-06-01 23:59:59", "2026-07-01", OPEN),
        ("2026-06-02 00:00:00", "2026-07-01", SHUT),
        ("2026-06-02 00:00:00", "2026-07-02", OPEN),
        ("2026-12-01 23:59:59", "2026-12-31", OPEN),
        ("2026-12-02 00:00:00", "2026-12-31", SHUT),
    ],
)
def test_lead(
    clock_at: Frozen,
    login: Login,
    station: Station,
    station_user: User,
    plan_item: PlanItem,
    at: str,
    exam_date: str,
    answer: int,
) -> None:
    draft = exam.draft_batch(station, plan_item, exam_date=date.fromisoformat(exam_date))
    clock_at.move_to(shanghai(at))
    assert login(station_user).post(f"/batches/{draft.pk}/submit/").status_code == answer
    draft.refresh_from_db()
    assert draft.status == ("submitted" if answer == OPEN else "draft")


# --- deadline (4.5.1-2): exam 09-01, last day 08-21, shut at 08-22 00:00 ---

DEADLINE = [
    ("2026-08-21 23:59:59", OPEN),
    ("2026-08-21 23:59:59.999999", OPEN),
    ("2026-08-22 00:00:00", SHUT),
    ("2026-08-22 00:00:00.000001", SHUT),
]


@pytest.mark.parametrize(("at", "answer"), DEADLINE)
def test_enrolment_closes(clock_at: Frozen, login: Login, approved: Batch, at: str, answer: int) -> None:
    draft = exam.draft_enrolment(approved.items.get(), people.candidate("林小禾"))
    clock_at.move_to(shanghai(at))
    assert login(draft.candidate.user).post(f"/candidates/{draft.pk}/submit/").status_code == answer
    draft.refresh_from_db()
    assert draft.status == ("submitted" if answer == OPEN else "draft")


@pytest.mark.parametrize(("at", "answer"), DEADLINE)
def test_roster_closes(
    clock_at: Frozen, login: Login, approved: Batch, station_user: User, at: str, answer: int
) -> None:
    exam.accepted_enrolment(approved.items.get(), people.candidate("林小禾"))
    clock_at.move_to(shanghai(at))
    assert login(station_user).post(f"/batches/{approved.pk}/submit_roster/").status_code == answer
    approved.refresh_from_db()
    assert approved.status == ("roster_submitted" if answer == OPEN else "approved")
    assert approved.has_lapsed(shanghai(at)) is (answer == SHUT)


@pytest.mark.parametrize(("at", "answer"), DEADLINE)
def test_approval_closes(
    clock_at: Frozen, login: Login, full_draft: Batch, management_user: User, at: str, answer: int
) -> None:
    perform(
        full_draft, "submit", actor=full_draft.station.organisation.users.get(), at=exam.noon(exam.APPLIED_ON)
    )
    clock_at.move_to(shanghai(at))
    assert login(management_user).post(f"/batches/{full_draft.pk}/approve/").status_code == answer
    full_draft.refresh_from_db()
    assert full_draft.status == ("approved" if answer == OPEN else "submitted")


def test_the_instant_is_taken_when_the_request_arrives(
    clock_at: Frozen, login: Login, approved: Batch, station_user: User
) -> None:
    """Midnight strikes while the database works on a roster that came a second before."""
    exam.accepted_enrolment(approved.items.get(), people.candidate("林小禾"))
    clock_at.move_to(shanghai("2026-08-21 23:59:59"))
    client = login(station_user)

    def midnight_strikes(execute: Callable[..., Any], *query: Any) -> Any:
        clock_at.move_to(shanghai("2026-08-22 00:00:00"))
        return execute(*query)

    with connection.execute_wrapper(midnight_strikes):
        assert client.post(f"/batches/{approved.pk}/submit_roster/").status_code == OPEN
    approved.refresh_from_db()
    assert approved.status == "roster_submitted"


# --- papers (4.5.1-6): from ten days before to the end of the exam day, by the changed date ---


@pytest.mark.parametrize(
    ("exam_date", "at", "is_open"),
    [
        ("2026-09-01", "2026-08-21 23:59:59.999999", False),
        ("2026-09-01", "2026-08-22 00:00:00", True),
        ("2026-09-01", "2026-09-01 23:59:59.999999", True),
        ("2026-09-01", "2026-09-02 00:00:00", False),
        ("2028-03-10", "2028-02-28 23:59:59.999999", False),
        ("2028-03-10", "2028-02-29 00:00:00", True),
    ],
)
def test_papers(exam_date: str, at: str, *, is_open: bool) -> None:
    opens, closes = policy.paper_window(date.fromisoformat(exam_date))
    assert (opens <= shanghai(at) < closes) is is_open


def test_papers_follow_the_changed_date(approved: Batch, management_user: User, station_user: User) -> None:
    at = exam.noon(date(2026, 7, 1))
    change = request_date_change(
        batch=approved, actor=station_user, new_date=date(2026, 9, 20), reason="检修", at=at
    )
    perform(change, "approve", actor=management_user, at=at)
    approved.refresh_from_db()
    words = {entry.label: entry.words for entry in approved.calendar()}
    assert words["试卷签收"] == "2026-09-10 00:00 至 2026-09-20 24:00"
    assert words["报名、提交花名册截止"] == "2026-09-09 24:00"


# --- date change (4.5.1-6): after today; without a roster its last day must not be over ---

CHANGES = [
    # roster in, decided at, new date, accepted
    (False, "2026-08-10 23:59:59", "2026-08-20", False),
    (False, "2026-08-10 23:59:59", "2026-08-21", True),
    (False, "2026-08-11 00:00:00", "2026-08-21", False),
    (False, "2026-08-11 00:00:00", "2026-08-22", True),
    (False, "2026-08-22 00:00:00", "2026-09-01", False),  # lapsed: where it stood it can't stay
    (False, "2026-08-22 00:00:00", "2026-09-02", True),  # revived
    (True, "2026-08-11 23:59:59", "2026-08-11", False),
    (True, "2026-08-11 23:59:59", "2026-08-12", True),
    (True, "2026-08-12 00:00:00", "2026-08-12", False),
    (True, "2026-08-12 00:00:00", "2026-08-13", True),
    (True, "2026-08-12 00:00:00", "2026-09-01", False),  # no change at all
]


@pytest.mark.parametrize(("roster_in", "at", "new_date", "accepted"), CHANGES)
def test_date_change(
    approved: Batch, station_user: User, at: str, new_date: str, *, roster_in: bool, accepted: bool
) -> None:
    batch = exam.with_roster(approved, "林小禾") if roster_in else approved

    def request() -> DateChange:
        return request_date_change(
            batch=batch,
            actor=station_user,
            new_date=date.fromisoformat(new_date),
            reason="场地检修",
            at=shanghai(at),
        )

    assert refused(request) is not accepted


@pytest.mark.parametrize(("at", "accepted"), [("2026-08-10 23:59:59", True), ("2026-08-11 00:00:00", False)])
def test_a_date_change_is_weighed_by_the_instant_of_its_approval(
    approved: Batch, station_user: User, management_user: User, at: str, *, accepted: bool
) -> None:
    asked = exam.noon(date(2026, 7, 1))
    change = request_date_change(
        batch=approved, actor=station_user, new_date=date(2026, 8, 21), reason="检修", at=asked
    )
    late = refused(lambda: perform(change, "approve", actor=management_user, at=shanghai(at)))
    assert late is not accepted


@pytest.mark.parametrize(("first", "accepted"), [("refuse", True), ("approve", False)])
def test_one_approved_date_change_a_batch(
    approved: Batch, station_user: User, management_user: User, first: str, *, accepted: bool
) -> None:
    at = exam.noon(date(2026, 7, 1))

    def request(day: int) -> DateChange:
        return request_date_change(
            batch=approved, actor=station_user, new_date=date(2026, 9, day), reason="检修", at=at
        )

    perform(request(20), first, actor=management_user, at=at, reason="理由")
    assert refused(lambda: request(25)) is not accepted


# --- plan (4.5.1-1): 1 to 99 people an item, each item once ---


@pytest.mark.parametrize(("headcount", "accepted"), [(0, False), (1, True), (99, True), (100, False)])
def test_people_of_a_plan_item(
    open_plan: AnnualPlan, turning: Trade, headcount: int, *, accepted: bool
) -> None:
    made = True
    try:
        with transaction.atomic():
            exam.plan_item(open_plan, trade=turning, headcount=headcount)
    except IntegrityError:
        made = False
    assert made is accepted


@pytest.mark.parametrize(
    ("path", "free"),
    [
        ("", True),
        ("submit", False),
        ("submit return", True),
        ("submit withdraw", True),
        ("submit return submit", False),
        ("submit approve", False),
        ("submit approve cancel", False),  # approval uses it up for good
    ],
)
def test_a_plan_item_stands_in_one_batch(
    station: Station,
    station_user: User,
    management_user: User,
    full_draft: Batch,
    plan_item: PlanItem,
    path: str,
    *,
    free: bool,
) -> None:
    at, first = exam.noon(exam.APPLIED_ON), full_draft
    for name in path.split():
        actor = management_user if name in {"approve", "return"} else station_user
        first = perform(first, name, actor=actor, at=at, reason="理由")
    rival = exam.draft_batch(station, plan_item)
    assert refused(lambda: perform(rival, "submit", actor=station_user, at=at)) is not free


# --- panel (4.5.1-4, 3.1): three who may sit, by the exam day; seniors for levels 2 and 1 ---


def seated(batch: Batch, plan_item: PlanItem, leader: Examiner, *examiners: Examiner) -> bool:
    actor = batch.station.organisation.users.get()
    return not refused(
        lambda: services.add_batch_item(
            batch=batch, plan_item=plan_item, leader=leader, examiners=examiners, actor=actor
        )
    )


@pytest.mark.parametrize(
    ("others", "accepted"), [((1,), False), ((0, 1), False), ((1, 2), True), ((0, 1, 2), True)]
)
def test_people_of_a_panel(
    batch: Batch, plan_item: PlanItem, panel: list[Examiner], others: tuple[int, ...], *, accepted: bool
) -> None:
    assert seated(batch, plan_item, panel[0], *[panel[place] for place in others]) is accepted


@pytest.mark.parametrize(
    ("facts", "accepted"),
    [
        ({"valid_to": date(2026, 8, 31)}, False),
        ({"valid_to": EXAM}, True),
        ({"valid_from": EXAM}, True),
        ({"valid_from": date(2026, 9, 2)}, False),
    ],
)
def test_an_examiner_is_valid_on_the_exam_day(
    batch: Batch,
    plan_item: PlanItem,
    panel: list[Examiner],
    turning: Trade,
    facts: dict[str, Any],
    *,
    accepted: bool,
) -> None:
    third = exam.examiner(batch.station, "陈考评", turning, **facts)
    assert seated(batch, plan_item, panel[0], panel[1], third) is accepted


@pytest.mark.parametrize(
    ("level", "grade", "accepted"),
    [
        (3, Grade.EXAMINER, True),
        (2, Grade.EXAMINER, False),
        (1, Grade.EXAMINER, False),
        (2, Grade.SENIOR, True),
        (1, Grade.SENIOR, True),
    ],
)
def test_who_judges_which_level(
    station: Station, management_user: User, turning: Trade, level: int, grade: Grade, *, accepted: bool
) -> None:
    exam.scope(station, turning, "54321")
    item = exam.approved_plan(station, management_user, {"level": level}).items.get()
    panel = [exam.examiner(station, f"考评员{number}", turning, grade=grade) for number in range(3)]
    assert seated(exam.draft_batch(station), item, panel[0], *panel) is accepted


# --- supervision (4.5.1-11): eighty people are in the draw ---


@pytest.mark.parametrize(
    ("headcounts", "drawn"), [((79,), False), ((80,), True), ((40, 39), False), ((40, 40), True)]
)
def test_people_of_the_draw(
    station: Station, management_user: User, turning: Trade, headcounts: tuple[int, ...], *, drawn: bool
) -> None:
    exam.scope(station, turning)
    planned: list[dict[str, object]] = [{"headcount": headcount} for headcount in headcounts]
    items = exam.approved_plan(station, management_user, *planned).items.all()
    batch = exam.approved_batch(station, management_user, *items, exam_date=EXAM)
    found = pool(management_user, first_day=EXAM, last_day=EXAM, at=exam.noon(date(2026, 7, 1)))
    assert list(found) == [batch] * drawn


# --- one batch, one category of machines (2.5.1 note 3), one candidate type (4.5.1-3) ---


@pytest.mark.parametrize(
    ("second", "accepted"), [(MachineCategory.EARTHMOVING, True), (MachineCategory.LIFTING, False)]
)
def test_categories_of_machines(
    station: Station, station_user: User, management_user: User, second: MachineCategory, *, accepted: bool
) -> None:
    trades = [
        exam.trade("土方机械操作工(挖掘机)", code="JX05-03-01-01"),
        exam.trade("示例机械操作工", code="JX05-03-02-01"),
    ]
    for trade, category in zip(trades, (MachineCategory.EARTHMOVING, second), strict=True):
        trade.machine_category = category
        trade.save()
        exam.scope(station, trade)
    planned: list[dict[str, object]] = [{"trade": trade} for trade in trades]
    plan = exam.approved_plan(station, management_user, *planned)
    draft = exam.draft_batch(station, *plan.items.all())
    at = exam.noon(exam.APPLIED_ON)
    assert refused(lambda: perform(draft, "submit", actor=station_user, at=at)) is not accepted


@pytest.mark.parametrize(
    ("candidate_type", "accepted"),
    [("student", True), ("in_service", True), ("social", True), ("", False), ("student,social", False)],
)
def test_candidate_type(login: Login, station_user: User, candidate_type: str, *, accepted: bool) -> None:
    form = {
        "scheme": "ability",
        "candidate_type": candidate_type,
        "place": "实训楼",
        "exam_date": "2026-09-01",
    }
    answer = login(station_user).post("/batches/new/", form)
    assert answer.status_code == (OPEN if accepted else SHUT)
    assert list(Batch.objects.values_list("candidate_type", flat=True)) == [candidate_type] * accepted
