"""The first station plans and applies: 数控车工 at levels 5 to 3, three examiners, one approved plan."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Protocol

import pytest
import time_machine

from accounts.models import User
from batches.models import AnnualPlan, Batch, PlanItem
from examiners.models import Examiner
from ostami.clock import SHANGHAI
from scope_catalog.models import Trade
from stations.models import ScopeGrant, Station
from tests.factories import exam


class Frozen(Protocol):
    """A clock that stands still and can be set."""

    def move_to(self, destination: datetime) -> None: ...


@pytest.fixture
def clock_at() -> Iterator[Frozen]:
    """The portal stands at noon of the application day; a test moves it."""
    with time_machine.travel(datetime(2026, 6, 1, 12, tzinfo=SHANGHAI), tick=False) as frozen:
        yield frozen


@pytest.fixture
def turning() -> Trade:
    return exam.trade()


@pytest.fixture
def grant(station: Station, turning: Trade) -> ScopeGrant:
    return exam.scope(station, turning)


@pytest.fixture
def plan(station: Station, management_user: User, grant: ScopeGrant) -> AnnualPlan:
    return exam.approved_plan(station, management_user, {"headcount": 30}, {"headcount": 40})


@pytest.fixture
def plan_item(plan: AnnualPlan) -> PlanItem:
    return plan.items.earliest("pk")


@pytest.fixture
def second_item(plan: AnnualPlan) -> PlanItem:
    return plan.items.latest("pk")


@pytest.fixture
def open_plan(station: Station, grant: ScopeGrant) -> AnnualPlan:
    """A draft of the next year."""
    return AnnualPlan.objects.create(station=station, year=2027)


@pytest.fixture
def other_item(other_station: Station, management_user: User, turning: Trade) -> PlanItem:
    """An approved plan item of the second station."""
    exam.scope(other_station, turning)
    return exam.approved_plan(other_station, management_user).items.get()


@pytest.fixture
def batch(station: Station, plan: AnnualPlan) -> Batch:
    """A draft without items."""
    return exam.draft_batch(station)


@pytest.fixture
def panel(station: Station, turning: Trade) -> list[Examiner]:
    return exam.panel(station, turning)


@pytest.fixture
def full_draft(station: Station, plan_item: PlanItem) -> Batch:
    """A draft that can be submitted."""
    return exam.draft_batch(station, plan_item, exam_date=date(2026, 9, 1))
