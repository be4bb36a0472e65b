"""A station's batch on its exam day."""

from collections.abc import Iterator

import pytest
import time_machine

from accounts.models import User
from batches.models import Batch
from stations.models import Station
from tests.factories import results

NAMES = ("林若溪", "陈一鸣", "买买提·艾力")


@pytest.fixture
def batch(station: Station, management_user: User) -> Batch:
    return results.roster_batch(station, management_user, *NAMES)


@pytest.fixture
def other_batch(other_station: Station, management_user: User) -> Batch:
    return results.roster_batch(other_station, management_user, "邻站考生")


@pytest.fixture
def exam_day(batch: Batch) -> Iterator[None]:
    with time_machine.travel(results.exam_noon(batch)):
        yield
