"""Acts on one batch's date at the same instant: one change a batch, and no date lost to another act."""

from collections.abc import Callable
from datetime import date
from threading import Barrier, Event

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.rights import Role
from batches.date_changing import already_requested, date_problems
from batches.models import Batch, BatchStatus, DateChange, PlanItem
from ostami.problems import BlockedError
from stations.models import Station
from tests.batches.moving import REASON, ask, instant
from tests.factories import exam, people
from tests.rivals import at_once
from workflow.audit import history_of, verify
from workflow.lifecycle import perform

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

EXAM, LATER = date(2026, 9, 1), date(2026, 9, 20)
AT = instant(8, 10)
PATIENCE = 10  # seconds, where a rival broke down


@pytest.fixture
def announced(station: Station, management_user: User, plan_item: PlanItem) -> Batch:
    """Approved, exam on 2026-09-01, one candidate accepted, no roster."""
    batch = exam.approved_batch(station, management_user, plan_item)
    exam.accepted_enrolment(batch.items.get(), people.candidate("林小禾"))
    return batch


@pytest.fixture
def managers(management_user: User) -> list[User]:
    second = people.user("管理员陈", Role.MANAGEMENT, management_user.organisation, person_name="陈管理")
    return [management_user, second]


def heard(act: Callable[[], object], done: str) -> str:
    try:
        act()
    except BlockedError as refused:
        return str(refused)
    return done


def test_of_two_approvals_one_goes_through(announced: Batch, managers: list[User]) -> None:
    change = ask(announced, LATER, at=AT)

    def approve(manager: User) -> str:
        return heard(lambda: perform(change, "approve", actor=manager, at=AT), "approved")

    late = "该事项已由他人处理，当前状态为“已批准”。请刷新页面后查看办理记录。"
    assert at_once(approve, managers) == ["approved", late]
    announced.refresh_from_db()
    assert announced.exam_date == LATER
    assert history_of(announced).filter(action="change_date").count() == 1
    assert verify() == []


def test_without_the_lock_both_approvals_would_find_nothing_in_their_way(
    announced: Batch, managers: list[User]
) -> None:
    change = ask(announced, LATER, at=AT)
    looked = Barrier(2)

    def approve_unlocked(manager: User) -> str:
        row = DateChange.objects.select_related("batch").get(pk=change.pk)
        problems = list(date_problems(row.batch, row.new_date, at=AT))
        looked.wait()
        return f"{row.status}, {len(problems)} problems"

    assert at_once(approve_unlocked, managers) == ["requested, 0 problems"] * 2


def test_of_two_requests_the_second_reads_of_the_first(announced: Batch) -> None:
    wanted = [LATER, date(2026, 9, 25)]
    answers = at_once(lambda day: heard(lambda: ask(announced, day, at=AT), "asked"), wanted)
    assert answers[0] == "asked"
    assert "正在等待审批（服务指南 4.5.1-6）" in answers[1]
    assert DateChange.objects.count() == 1


def test_without_the_lock_the_second_request_would_meet_the_constraint(announced: Batch) -> None:
    looked = Barrier(2)

    def ask_unlocked(day: date) -> str:
        found = list(already_requested(Batch.objects.get(pk=announced.pk)))
        looked.wait()
        try:
            with transaction.atomic():
                facts = {"old_date": EXAM, "reason": REASON, "requested_at": AT}
                DateChange.objects.create(batch=announced, new_date=day, **facts)
        except IntegrityError:
            return f"{len(found)} problems, then the constraint"
        return f"{len(found)} problems, stored"

    answers = at_once(ask_unlocked, [LATER, date(2026, 9, 25)])
    assert answers == ["0 problems, stored", "0 problems, then the constraint"]


def test_an_approval_and_a_roster_at_one_instant_both_hold(
    announced: Batch, station_user: User, management_user: User
) -> None:
    change = ask(announced, LATER, at=AT)
    acts = [
        lambda: perform(change, "approve", actor=management_user, at=AT),
        lambda: perform(announced, "submit_roster", actor=station_user, at=AT),
    ]
    assert at_once(lambda act: heard(act, "done"), acts) == ["done", "done"]
    announced.refresh_from_db()
    assert (announced.exam_date, announced.status) == (LATER, BatchStatus.ROSTER_SUBMITTED)
    assert verify() == []


def test_without_the_lock_the_roster_would_write_the_old_date_back(
    announced: Batch, management_user: User
) -> None:
    change = ask(announced, LATER, at=AT)
    looked, approved = Event(), Event()

    def submit_unlocked() -> None:
        row = Batch.objects.get(pk=announced.pk)
        looked.set()
        approved.wait(PATIENCE)
        row._move_to(BatchStatus.ROSTER_SUBMITTED)

    def approve() -> None:
        looked.wait(PATIENCE)
        perform(change, "approve", actor=management_user, at=AT)
        approved.set()

    assert at_once(lambda act: heard(act, "done"), [submit_unlocked, approve]) == ["done", "done"]
    announced.refresh_from_db()
    assert announced.exam_date == EXAM
    assert change.batch.date_changes.get().status == "approved"
