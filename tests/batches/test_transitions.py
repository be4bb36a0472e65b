"""Every transition from every status by everybody: only what the table says goes through."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from accounts.models import User
from accounts.rights import Role
from batches.models import AnnualPlan, Batch, BatchStatus, PlanItem, PlanStatus
from ostami.problems import BlockedError
from scope_catalog.choices import Scheme
from stations.models import Station
from tests.factories import exam, people
from workflow.lifecycle import Case, StaleError, lifecycle_of, perform

pytestmark = pytest.mark.django_db

STATION, MANAGEMENT, CENTRE = "station", "management", "centre"


@dataclass(frozen=True)
class Row:
    """Who moves what from where to where, by the rule book."""

    sources: set[str]
    target: str
    actor: str


PLAN_TABLE = {
    "submit": Row({"draft", "returned"}, "submitted", STATION),
    "approve": Row({"submitted"}, "approved", MANAGEMENT),
    "return": Row({"submitted"}, "returned", MANAGEMENT),
}
BATCH_TABLE = {
    "submit": Row({"draft", "returned"}, "submitted", STATION),
    "withdraw": Row({"submitted", "returned"}, "withdrawn", STATION),
    "approve": Row({"submitted"}, "approved", MANAGEMENT),
    "return": Row({"submitted"}, "returned", MANAGEMENT),
    "submit_roster": Row({"approved"}, "roster_submitted", STATION),
    "submit_results": Row({"roster_submitted"}, "results_submitted", STATION),
    "approve_results": Row({"results_submitted"}, "results_approved", MANAGEMENT),
    "return_results": Row({"results_submitted"}, "roster_submitted", MANAGEMENT),
    "certify": Row({"results_approved"}, "certified", CENTRE),
}
# The apps above weigh these by rosters and results, which a bare batch lacks.
WEIGHED_ABOVE = {"submit_roster", "submit_results", "certify"}


@pytest.fixture
def actors(
    station: Station,
    station_user: User,
    other_station_user: User,
    management_user: User,
    centre_user: User,
    branch_user: User,
) -> dict[str, User]:
    return {
        STATION: station_user,
        "other station": other_station_user,
        MANAGEMENT: management_user,
        CENTRE: centre_user,
        "branch": branch_user,
        "applicant": people.user("申报钱", Role.APPLICANT, station.organisation),
        "examiner": people.user("考评周", Role.EXAMINER, station.organisation),
        "supervisor": people.user("督导吴", Role.SUPERVISOR, management_user.organisation),
        "candidate": people.candidate("李雷").user,
    }


def outcome(case: Case, name: str, actor: User, at: datetime) -> str:
    """Try a transition, undo it, and tell what became of it."""
    with transaction.atomic():
        try:
            moved = perform(case, name, actor=actor, at=at, reason="理由")
        except Http404:
            found = "not found"
        except PermissionDenied:
            found = "no right"
        except StaleError:
            found = "too late"
        except BlockedError:
            found = "weighed"
        else:
            found = str(moved.status)
        transaction.set_rollback(True)
    return found


def expected(row: Row, status: str, who: str, *, sees: set[str]) -> str:
    """What the rule book says becomes of it."""
    if who not in sees:
        return "not found"
    if who != row.actor:
        return "no right"
    return row.target if status in row.sources else "too late"


def test_the_tables_hold_every_transition() -> None:
    assert set(lifecycle_of(AnnualPlan).transitions) == set(PLAN_TABLE)
    assert set(lifecycle_of(Batch).transitions) == set(BATCH_TABLE)


@pytest.mark.parametrize("status", PlanStatus.values)
@pytest.mark.parametrize("name", PLAN_TABLE)
def test_a_plan_moves_by_its_table_alone(
    station: Station, plan: AnnualPlan, actors: dict[str, User], name: str, status: str
) -> None:
    case = AnnualPlan.objects.create(station=station, year=2030, status=status)
    exam.plan_item(case)
    sees = {STATION} | (set() if status == "draft" else {MANAGEMENT, CENTRE, "branch"})
    for who, actor in actors.items():
        said = outcome(case, name, actor, exam.noon(exam.APPLIED_ON))
        assert said == expected(PLAN_TABLE[name], status, who, sees=sees), who


@pytest.mark.parametrize("status", BatchStatus.values)
@pytest.mark.parametrize("name", BATCH_TABLE)
def test_a_batch_moves_by_its_table_alone(
    station: Station, plan_item: PlanItem, actors: dict[str, User], name: str, status: str
) -> None:
    facts: dict[str, Any] = {"status": status}
    if status != "draft":
        facts |= {"number": "49284901-2026-777", "applied_on": date(2026, 6, 1)}
    case = exam.draft_batch(station, plan_item, **facts)
    sees = {STATION} | (set() if status == "draft" else {MANAGEMENT, CENTRE})
    row = BATCH_TABLE[name]
    for who, actor in actors.items():
        said = outcome(case, name, actor, exam.noon(exam.APPLIED_ON))
        due = expected(row, status, who, sees=sees)
        assert said == due or (said == "weighed" and due == row.target and name in WEIGHED_ABOVE), who


@pytest.mark.parametrize(("scheme", "sees"), [(Scheme.ABILITY, False), (Scheme.SKILL_LEVEL, True)])
def test_a_branch_sees_its_provinces_skill_level_batches_alone(
    station: Station,
    other_station: Station,
    plan: AnnualPlan,
    branch_user: User,
    scheme: Scheme,
    *,
    sees: bool,
) -> None:
    other_station.organisation.province = "浙江省"
    other_station.organisation.save()
    facts: dict[str, Any] = {"status": "submitted", "applied_on": date(2026, 6, 1), "scheme": scheme}
    home = exam.draft_batch(station, number="49284901-2026-777", **facts)
    exam.draft_batch(other_station, number="49284902-2026-777", **facts)
    assert list(Batch.objects.visible_to(branch_user)) == ([home] if sees else [])


@pytest.mark.parametrize("name", ["withdraw", "return"])
def test_going_back_needs_a_reason(
    station_user: User, management_user: User, full_draft: Batch, name: str
) -> None:
    waiting = perform(full_draft, "submit", actor=station_user, at=exam.noon(exam.APPLIED_ON))
    actor = management_user if name == "return" else station_user
    with pytest.raises(BlockedError, match="请填写"):
        perform(waiting, name, actor=actor, reason="  ")
    waiting.refresh_from_db()
    assert waiting.status == "submitted"
