"""Every transition from every status by everybody: only what the table says goes through."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from accounts.models import Organisation, OrganisationKind, User
from accounts.rights import Role
from ostami.problems import BlockedError
from scope_catalog.choices import Scheme
from scope_catalog.models import Trade
from stations.models import ApplicationStatus, Station, StationApplication
from tests.factories import exam, people, stations
from tests.factories.catalog import OccupationFactory, TradeFactory
from workflow.lifecycle import StaleError, lifecycle_of, perform

pytestmark = pytest.mark.django_db

SCHOOL, MANAGEMENT, BRANCH, CENTRE = "school", "management", "branch", "centre"
AT = exam.noon(date(2026, 3, 2))


@dataclass(frozen=True)
class Row:
    """Who moves an application from where to where, by the rule book."""

    sources: set[str]
    target: str
    by: str


TABLE = {
    "submit": Row({"draft", "returned"}, "submitted", SCHOOL),
    "recall": Row({"submitted"}, "draft", SCHOOL),
    "endorse": Row({"submitted"}, "endorsed", "endorser"),
    "return": Row({"submitted"}, "returned", "endorser"),
    "reject": Row({"submitted"}, "rejected", "endorser"),
    "approve": Row({"endorsed"}, "approved", CENTRE),
    "return_to_endorser": Row({"endorsed"}, "submitted", CENTRE),
    "return_to_applicant": Row({"endorsed"}, "returned", CENTRE),
    "refuse": Row({"endorsed"}, "rejected", CENTRE),
}


@pytest.fixture
def school(management_org: Organisation) -> User:
    return stations.applicant(management=management_org)


@pytest.fixture
def actors(
    school: User, station_user: User, management_user: User, branch_user: User, centre_user: User
) -> dict[str, User]:
    other = people.organisation(OrganisationKind.MANAGEMENT, "另一管理站", "49999000")
    far = people.organisation(OrganisationKind.BRANCH, "练习浙江分支机构", "BR33", province="浙江省")
    return {
        SCHOOL: school,
        "other school": stations.applicant("另一申报学校", management=management_user.organisation),
        "station": station_user,
        MANAGEMENT: management_user,
        "other management": people.user("管理员郑", Role.MANAGEMENT, other),
        BRANCH: branch_user,
        "other branch": people.user("分支李", Role.BRANCH, far),
        CENTRE: centre_user,
        "examiner": people.user("考评周", Role.EXAMINER, station_user.organisation),
        "supervisor": people.user("督导吴", Role.SUPERVISOR, management_user.organisation),
        "candidate": people.candidate("李雷").user,
    }


def trade_of(scheme: Scheme) -> Trade:
    occupation = OccupationFactory.create(scheme=scheme, code="6-18-01-01", name="车工")
    trade: Trade = TradeFactory.create(occupation=occupation, code="", name="数控车工")
    return trade


def application_of(school: User, scheme: Scheme, status: str, **facts: Any) -> StationApplication:
    """Make a complete application in a status, without a history."""
    facts.setdefault("submitted_at", None if status == "draft" else AT)
    return stations.complete_application(
        school, trades=[trade_of(scheme)], scheme=scheme, status=status, **facts
    )


def outcome(case: StationApplication, name: str, actor: User) -> str:
    """Try a transition, undo it, and tell what became of it."""
    with transaction.atomic():
        try:
            found = str(perform(case, name, actor=actor, at=AT, reason="理由充分。").status)
        except Http404:
            found = "not found"
        except PermissionDenied:
            found = "no right"
        except StaleError:
            found = "too late"
        except BlockedError as blocked:
            found = str(blocked)
        transaction.set_rollback(True)
    return found


def test_the_table_holds_every_transition() -> None:
    assert set(lifecycle_of(StationApplication).transitions) == set(TABLE)


@pytest.mark.parametrize("status", ApplicationStatus.values)
@pytest.mark.parametrize("name", TABLE)
def test_for_ability_the_management_station_endorses(
    school: User, actors: dict[str, User], name: str, status: str
) -> None:
    case = application_of(school, Scheme.ABILITY, status)
    row = TABLE[name]
    acting = MANAGEMENT if row.by == "endorser" else row.by
    sees = {SCHOOL} | (set() if status == "draft" else {MANAGEMENT, CENTRE})
    for who, actor in actors.items():
        due = row.target if status in row.sources else "too late"
        due = due if who == acting else "no right"
        assert outcome(case, name, actor) == (due if who in sees else "not found"), who


@pytest.mark.parametrize("status", ApplicationStatus.values)
@pytest.mark.parametrize("name", TABLE)
def test_for_skill_level_the_provinces_branch_endorses(
    school: User, actors: dict[str, User], name: str, status: str
) -> None:
    case = application_of(school, Scheme.SKILL_LEVEL, status)
    row = TABLE[name]
    acting = BRANCH if row.by == "endorser" else row.by
    sees = {SCHOOL} | (set() if status == "draft" else {MANAGEMENT, BRANCH, CENTRE})
    blocked = "“职业技能等级认定”的申报由省级分支机构签署推荐意见（服务指南 2.2）。请等待其办理。"
    for who, actor in actors.items():
        due = row.target if status in row.sources else "too late"
        if who == MANAGEMENT and row.by == "endorser":
            due = blocked if due == row.target else due
        elif who != acting:
            due = "no right"
        assert outcome(case, name, actor) == (due if who in sees else "not found"), who


def test_where_a_province_has_no_branch_the_management_station_endorses(
    school: User, actors: dict[str, User]
) -> None:
    case = application_of(school, Scheme.SKILL_LEVEL, "submitted", province="贵州省")
    assert outcome(case, "endorse", actors[MANAGEMENT]) == "endorsed"
    assert outcome(case, "endorse", actors[BRANCH]) == "not found"


def test_a_recalled_application_stays_in_sight_but_waits_for_its_school(
    school: User, actors: dict[str, User]
) -> None:
    case = application_of(school, Scheme.ABILITY, "draft", submitted_at=AT)
    assert outcome(case, "endorse", actors[MANAGEMENT]) == "too late"
    assert outcome(case, "submit", school) == "submitted"


def test_a_stations_own_login_moves_its_applications(
    station: Station, station_user: User, other_station_user: User
) -> None:
    exam.scope(station, exam.trade(), levels="5")
    case = stations.complete_application(
        station_user, kind="scope_addition", trades=[exam.trade()], host_organization="练习学校"
    )
    assert outcome(case, "submit", station_user) == "submitted"
    assert outcome(case, "submit", other_station_user) == "not found"


@pytest.mark.parametrize("name", sorted(set(TABLE) - {"recall"}))
def test_opinions_and_reasons_are_needed(school: User, actors: dict[str, User], name: str) -> None:
    row = TABLE[name]
    case = application_of(school, Scheme.ABILITY, min(row.sources))
    actor = actors[MANAGEMENT if row.by == "endorser" else row.by]
    with pytest.raises(BlockedError, match="请填写"):
        perform(case, name, actor=actor, at=AT, reason="   ")
    case.refresh_from_db()
    assert case.status == min(row.sources)
