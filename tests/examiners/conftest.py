"""A station and a school that put people up, and a trade of the station's scope."""

import pytest

from accounts.models import Organisation, User
from scope_catalog.models import Trade
from stations.models import Station
from tests.factories import exam, stations


@pytest.fixture
def school(management_org: Organisation) -> User:
    return stations.applicant(management=management_org)


@pytest.fixture
def turning(station: Station) -> Trade:
    trade = exam.trade()
    exam.scope(station, trade, "54321")
    return trade
