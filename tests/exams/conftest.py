"""A station's batch on its exam day."""

from collections.abc import Iterator

import pytest
import time_machine

from accounts.models import User
from batches.models import Batch
from question_bank.models import PaperUse
from stations.models import Station
from tests.factories import results
from tests.factories.sealed_papers import named, use_of

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


@pytest.fixture
def keeper(batch: Batch, station_user: User) -> User:
    """Whom the station named to sign for its papers."""
    named(batch, station_user)
    return station_user


@pytest.fixture
def use(batch: Batch) -> PaperUse:
    """A sealed theory paper put to the batch."""
    return use_of(batch)
