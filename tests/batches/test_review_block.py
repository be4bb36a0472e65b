"""A missing annual review blocks new plans after its grace, and nothing else."""

from datetime import date

import pytest

from accounts.models import User
from batches.models import AnnualPlan
from ostami.problems import BlockedError
from scope_catalog.models import Trade
from stations.models import ScopeGrant, Station
from tests.batches.conftest import Frozen
from tests.conftest import Login
from tests.factories import exam, reviews
from tests.factories.exam import noon
from workflow.lifecycle import perform

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_at")]
LAST_DAY = noon(date(2027, 4, 30)).replace(hour=23, minute=59, second=59)
BLOCKED = noon(date(2027, 5, 1)).replace(hour=0)
SENTENCE = (
    "2026 年度年审应在 2027-03-31 24:00 前提交，至今未提交，自 2027-05-01 起不能编制或提交年度计划。"
    "请在“年审”中补交，提交后即可办理。"
)


@pytest.fixture(autouse=True)
def _registered(station: Station) -> None:
    reviews.registered(station)


@pytest.fixture
def ready_plan(open_plan: AnnualPlan, turning: Trade) -> AnnualPlan:
    exam.plan_item(open_plan, trade=turning)
    return open_plan


def test_no_plan_is_begun_until_the_review_is_handed_in(
    login: Login, station: Station, station_user: User, grant: ScopeGrant, clock_at: Frozen
) -> None:
    clock_at.move_to(BLOCKED)
    refused = login(station_user).post("/batches/plans/new/", {"year": 2027})
    assert refused.status_code == 422
    assert SENTENCE in refused.text
    assert not AnnualPlan.objects.exists()
    reviews.handed_in(station, on=BLOCKED.date())
    assert login(station_user).post("/batches/plans/new/", {"year": 2027}).status_code == 302


def test_a_plan_is_handed_in_through_the_last_day_of_the_grace(
    station_user: User, ready_plan: AnnualPlan
) -> None:
    assert perform(ready_plan, "submit", actor=station_user, at=LAST_DAY).status == "submitted"


def test_no_plan_is_handed_in_after_the_grace(station_user: User, ready_plan: AnnualPlan) -> None:
    with pytest.raises(BlockedError) as refused:
        perform(ready_plan, "submit", actor=station_user, at=BLOCKED)
    assert [str(problem) for problem in refused.value.problems] == [SENTENCE]


def test_a_returned_review_blocks_until_it_is_handed_in_again(
    station: Station, station_user: User, management_user: User, ready_plan: AnnualPlan
) -> None:
    review = reviews.returned(station, management_user)
    with pytest.raises(BlockedError, match="2026 年度年审已被退回，尚未重新提交"):
        perform(ready_plan, "submit", actor=station_user, at=BLOCKED)
    perform(review, "submit", actor=station_user, at=BLOCKED)
    assert perform(ready_plan, "submit", actor=station_user, at=BLOCKED).status == "submitted"


def test_a_plan_that_was_handed_in_before_is_approved(
    station_user: User, management_user: User, ready_plan: AnnualPlan
) -> None:
    plan = perform(ready_plan, "submit", actor=station_user, at=LAST_DAY)
    assert perform(plan, "approve", actor=management_user, at=BLOCKED).status == "approved"
