"""The people and places that every test knows: two stations, their management, the centre."""

import gc
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client

from accounts.models import Organisation, OrganisationKind, User
from accounts.rights import Role
from stations.models import Station
from tests.factories import people


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out on SQLite what only PostgreSQL's locks can show."""
    if connection.vendor != "postgresql":
        needs_postgres = pytest.mark.skip(reason="needs PostgreSQL")
        for item in items:
            if item.get_closest_marker("postgres"):
                item.add_marker(needs_postgres)


@pytest.fixture(scope="session")
def _no_collector() -> None:
    """Let migrations run without the garbage collector, which would take a third of their time."""
    gc.disable()


@pytest.fixture(scope="session")
def django_db_setup(_no_collector: None, django_db_setup: None) -> None:
    """The empty database. What lives to the end by then is none of the collector's business."""
    gc.freeze()
    gc.enable()


@pytest.fixture(autouse=True)
def _own_files(settings: LazySettings, tmp_path: Path) -> None:
    """Every test has its own files and practice clock, and no cache that a portal beside it uses."""
    settings.MEDIA_ROOT = tmp_path / "private"
    keys: Any = settings.STORAGES["paper_keys"]
    kept = {**keys, "OPTIONS": {**keys["OPTIONS"], "location": tmp_path / "paper_keys"}}
    settings.STORAGES = {**settings.STORAGES, "paper_keys": kept}
    settings.CERTIFICATE_KEY_FILE = tmp_path / "certificate_key.p12"
    settings.PRACTICE_CLOCK_FILE = tmp_path / "practice_clock"
    settings.PRACTICE_MAIL_DIR = tmp_path / "mail"
    own = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(tmp_path)}
    settings.CACHES = {"default": own}


@pytest.fixture
def centre_org(db: None) -> Organisation:
    return people.organisation(OrganisationKind.CENTRE, "练习指导中心", "49000000")


@pytest.fixture
def management_org(centre_org: Organisation) -> Organisation:
    return people.organisation(OrganisationKind.MANAGEMENT, "练习管理站", "49283000", parent=centre_org)


def _station(name: str, code: str, management: Organisation) -> Station:
    facts = {"parent": management, "province": "江苏省", "email": f"{code}@example.invalid"}
    made = people.organisation(OrganisationKind.STATION, name, code, **facts)
    people.user(name, Role.STATION, made, email=made.email)
    return Station.objects.create(organisation=made, host_organization=f"练习学校{code}")


@pytest.fixture
def station(management_org: Organisation) -> Station:
    return _station("机械行业职业能力评价职教901考试站", "49284901", management_org)


@pytest.fixture
def other_station(management_org: Organisation) -> Station:
    return _station("机械行业职业能力评价职教902考试站", "49284902", management_org)


@pytest.fixture
def station_user(station: Station) -> User:
    return station.organisation.users.get(role=Role.STATION)


@pytest.fixture
def other_station_user(other_station: Station) -> User:
    return other_station.organisation.users.get(role=Role.STATION)


@pytest.fixture
def management_user(management_org: Organisation) -> User:
    return people.user("管理员王", Role.MANAGEMENT, management_org, person_name="王管理")


@pytest.fixture
def centre_user(centre_org: Organisation) -> User:
    return people.user("中心赵", Role.CENTRE, centre_org, person_name="赵中心")


@pytest.fixture
def branch_user(management_org: Organisation) -> User:
    branch = people.organisation(OrganisationKind.BRANCH, "练习江苏分支机构", "BR32", province="江苏省")
    return people.user("分支孙", Role.BRANCH, branch, person_name="孙分支")


@pytest.fixture
def login(client: Client) -> "Login":
    return Login(client)


class Login:
    """Log a person in and return the client: `login(station_user).get(...)`."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def __call__(self, user: User) -> Client:
        self.client.force_login(user)
        return self.client
