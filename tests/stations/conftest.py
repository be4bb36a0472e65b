"""A school that applies, with an empty draft and its browser."""

import pytest
from django.test import Client

from accounts.models import Organisation, User
from stations.models import StationApplication
from tests.conftest import Login
from tests.factories import stations


@pytest.fixture
def school(management_org: Organisation) -> User:
    return stations.applicant(management=management_org)


@pytest.fixture
def draft(school: User) -> StationApplication:
    return stations.draft_application(school)


@pytest.fixture
def schools(login: Login, school: User) -> Client:
    return login(school)
