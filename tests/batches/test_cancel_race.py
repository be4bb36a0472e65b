"""A station gives a batch up at the instant at which a candidate enrols: one of the two reads why not."""

from collections.abc import Callable
from threading import Barrier

import pytest

from accounts.models import User
from batches.models import Batch, PlanItem
from candidates.guards import nobody_enrolled, window_open
from candidates.models import Enrolment
from ostami.problems import BlockedError
from stations.models import Station
from tests.batches.moving import instant
from tests.factories import exam, people
from tests.rivals import at_once
from workflow.audit import verify
from workflow.lifecycle import Step, perform

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

AT = instant(8, 5)


@pytest.fixture
def draft(station: Station, management_user: User, plan_item: PlanItem) -> Enrolment:
    batch = exam.approved_batch(station, management_user, plan_item)
    return exam.draft_enrolment(batch.items.get(), people.candidate("林小禾"))


def test_either_the_batch_ends_or_the_candidate_is_in(station_user: User, draft: Enrolment) -> None:
    moves = {
        "cancel": lambda: perform(draft.batch, "cancel", actor=station_user, at=AT, reason="场地停电检修"),
        "submit": lambda: perform(draft, "submit", actor=draft.candidate.user, at=AT),
    }

    def move(name: str) -> str:
        try:
            moves[name]()
        except BlockedError as refused:
            return f"{name}: {refused.problems[0].text}"
        return f"{name}: done"

    ended = ["cancel: done", f"submit: {draft.batch} 当前状态为“已取消”，不接受报名"]
    entered = ["cancel: 已有 1 名考生提交报名，考试站不能自行取消批次", "submit: done"]
    assert at_once(move, list(moves)) in (ended, entered)
    assert verify() == []


def test_without_the_lock_both_would_find_nothing_in_their_way(station_user: User, draft: Enrolment) -> None:
    looked = Barrier(2)

    def cancel_unlocked() -> int:
        batch = Batch.objects.get(pk=draft.batch_id)
        return len(list(nobody_enrolled(Step(batch, station_user, AT, "cancel"))))

    def submit_unlocked() -> int:
        enrolment = Enrolment.objects.get(pk=draft.pk)
        return len(list(window_open(Step(enrolment, draft.candidate.user, AT, "submit"))))

    def weigh(look: Callable[[], int]) -> str:
        problems = look()
        looked.wait()
        return f"{problems} problems"

    assert at_once(weigh, [cancel_unlocked, submit_unlocked]) == ["0 problems", "0 problems"]
