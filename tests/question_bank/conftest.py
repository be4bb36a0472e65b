"""A station that may evaluate 数控车工, its two people, and the trade; on 2026-08-01."""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from ostami.clock import SHANGHAI
from question_bank.importing.judging import Target
from question_bank.kinds import Pool
from question_bank.models import Question
from scope_catalog.levels import Level
from scope_catalog.models import Trade
from stations.models import Station
from tests.conftest import Login
from tests.factories import exam, questions, staff


class Frozen(Protocol):
    """A clock that stands still and can be set."""

    def move_to(self, destination: datetime) -> None: ...


@pytest.fixture(autouse=True)
def clock_at() -> Iterator[Frozen]:
    with time_machine.travel(datetime(2026, 8, 1, 12, tzinfo=SHANGHAI), tick=False) as frozen:
        yield frozen


@pytest.fixture
def turning(station: Station) -> Trade:
    """数控车工, which the station may evaluate at the levels 5, 4 and 3."""
    trade = exam.trade()
    exam.scope(station, trade)
    return trade


@pytest.fixture
def writer(station_user: User) -> User:
    """The station's first person."""
    return station_user


@pytest.fixture
def checker(writer: User, station: Station) -> User:
    """The station's second person."""
    return staff.login_of(staff.member(station, "贾专管"))


@pytest.fixture
def secret(station: Station, turning: Trade, writer: User) -> Question:
    return questions.question(station.organisation, turning, words=questions.SECRET)


@pytest.fixture
def target(turning: Trade) -> Target:
    """Where an imported workbook goes."""
    return Target(Pool.EXAM, turning, Level.FOUR)


@pytest.fixture
def at_desk(login: Login, writer: User, turning: Trade) -> Client:
    """The first person, logged in."""
    return login(writer)
