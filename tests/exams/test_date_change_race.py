"""Management moves an exam while its scores are being entered: once they are in, the date stays."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import User
from batches.date_changing import date_problems
from batches.models import Batch, DateChange
from exams.models import Result
from exams.scores import Scores
from exams.services import ScoreEntry, record_scores
from ostami.problems import BlockedError
from stations.models import Station
from tests.batches.moving import ask, instant
from tests.factories import results
from tests.rivals import behind
from workflow.audit import verify
from workflow.lifecycle import perform

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

LATER = date(2026, 9, 20)
EXAM_DAY = instant(9, 1)
SCORED = "已登记 1 名考生的成绩，考试已经进行，不能调整考试日期"


@pytest.fixture
def change(station: Station, management_user: User) -> DateChange:
    """Asked for on 2026-08-12, of a batch with its roster in and its exam on 2026-09-01."""
    return ask(results.roster_batch(station, management_user, "林小禾"), LATER, at=instant(8, 12))


def enter_scores(batch: Batch, actor: User) -> list[Result]:
    scores = Scores(theory=Decimal(85), practical=Decimal("92.5"))
    entry = ScoreEntry(batch.enrolments.get().pk, scores)
    return record_scores(batch=batch, actor=actor, entries=[entry], at=EXAM_DAY)


def approve(change: DateChange, manager: User) -> str:
    try:
        perform(change, "approve", actor=manager, at=EXAM_DAY)
    except BlockedError as refused:
        return refused.problems[0].text
    return "approved"


def test_an_approval_that_was_weighed_before_the_scores_is_weighed_again_after_them(
    change: DateChange, station_user: User, management_user: User
) -> None:
    answer = behind(
        lambda: enter_scores(change.batch, station_user), lambda: approve(change, management_user)
    )
    assert SCORED in answer
    change.refresh_from_db()
    change.batch.refresh_from_db()
    assert (change.status, change.batch.exam_date) == ("requested", date(2026, 9, 1))
    assert verify() == []


def test_scores_that_come_after_the_approval_read_that_the_exam_lies_ahead(
    change: DateChange, station_user: User, management_user: User
) -> None:
    def enter() -> str:
        try:
            enter_scores(change.batch, station_user)
        except BlockedError as refused:
            return refused.problems[0].text
        return "entered"

    answer = behind(lambda: approve(change, management_user), enter)
    assert answer == "考试日期为 2026-09-20，考试尚未进行，不能登记成绩"
    assert not Result.objects.exists()


def test_without_the_second_weighing_nothing_would_stand_in_the_way(
    change: DateChange, station_user: User
) -> None:
    """Scores that are written and not committed are seen by nobody who weighs without the batch's lock."""

    def weigh_unlocked() -> str:
        batch = Batch.objects.get(pk=change.batch_id)
        return f"{len(list(date_problems(batch, LATER, at=EXAM_DAY)))} problems"

    answer = behind(lambda: enter_scores(change.batch, station_user), weigh_unlocked, waits=False)
    assert answer == "0 problems"
