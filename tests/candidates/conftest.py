"""One open batch of the first station, exam on 2026-09-01, and two candidates, on 2026-08-01."""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

import pytest
import time_machine

from accounts.models import User
from batches.models import Batch, BatchItem
from candidates.models import Candidate, Enrolment
from ostami.clock import SHANGHAI
from stations.models import Station
from tests.factories import exam, people


class Frozen(Protocol):
    """A clock that stands still and can be set."""

    def move_to(self, destination: datetime) -> None: ...


@pytest.fixture(autouse=True)
def clock_at() -> Iterator[Frozen]:
    with time_machine.travel(datetime(2026, 8, 1, 12, tzinfo=SHANGHAI), tick=False) as frozen:
        yield frozen


@pytest.fixture
def batch(station: Station, management_user: User) -> Batch:
    turning = exam.trade()
    exam.scope(station, turning)
    plan = exam.approved_plan(station, management_user, {"trade": turning}, {"trade": turning, "level": 3})
    return exam.approved_batch(station, management_user, *plan.items.order_by("pk"))


@pytest.fixture
def item(batch: Batch) -> BatchItem:
    """数控车工, level 4."""
    return batch.items.earliest("pk")


@pytest.fixture
def lin(db: None) -> Candidate:
    return people.candidate("林小禾")


@pytest.fixture
def qian(db: None) -> Candidate:
    return people.candidate("钱多多")


@pytest.fixture
def draft(item: BatchItem, lin: Candidate) -> Enrolment:
    """林小禾's complete form, not handed in."""
    return exam.draft_enrolment(item, lin)
