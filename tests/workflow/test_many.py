"""Moving many cases at once: all or none, each with its line, each told."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.models import User
from batches.models import AnnualPlan
from ostami.problems import BlockedError
from stations.models import Station
from tests.factories import exam
from workflow.audit import history_of, verify
from workflow.lifecycle import StaleError, perform, transitioned
from workflow.many import perform_all


@pytest.fixture
def plans(station: Station) -> list[AnnualPlan]:
    """Drafts of two years, each with an item."""
    exam.scope(station, exam.trade())
    return [_draft(station, year) for year in (2026, 2027)]


def _draft(station: Station, year: int) -> AnnualPlan:
    plan = AnnualPlan.objects.create(station=station, year=year)
    exam.plan_item(plan)
    return plan


def test_all_move_with_a_line_each_and_all_are_told(
    plans: list[AnnualPlan], station_user: User, django_capture_on_commit_callbacks: Any
) -> None:
    heard: list[Any] = []

    def listen(*, step: Any, **_: Any) -> None:
        heard.append(step.case.pk)

    transitioned.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            moved = perform_all(plans[::-1], "submit", actor=station_user)
            assert heard == []
    finally:
        transitioned.disconnect(listen)
    keys = [plan.pk for plan in plans]
    assert ([plan.pk for plan in moved], heard) == (keys, keys)
    for plan in AnnualPlan.objects.all():
        (event,) = history_of(plan).filter(action="submit")
        assert (plan.status, event.source, event.target) == ("submitted", "draft", "submitted")
    moved[0].save()
    assert verify() == []


def test_one_that_may_not_move_keeps_all_where_they_are(plans: list[AnnualPlan], station_user: User) -> None:
    plans[1].items.all().delete()
    with pytest.raises(BlockedError):
        perform_all(plans, "submit", actor=station_user)
    assert set(AnnualPlan.objects.values_list("status", flat=True)) == {"draft"}


def test_one_that_moved_already_is_told(plans: list[AnnualPlan], station_user: User) -> None:
    perform(plans[1], "submit", actor=station_user)
    with pytest.raises(StaleError, match="已由他人处理"):
        perform_all(plans, "submit", actor=station_user)
    plans[0].refresh_from_db()
    assert plans[0].status == "draft"


def test_scope_and_right_are_asked_as_for_one(
    plans: list[AnnualPlan], other_station_user: User, management_user: User
) -> None:
    with pytest.raises(Http404):
        perform_all(plans, "submit", actor=other_station_user)
    with pytest.raises((PermissionDenied, Http404)):
        perform_all(plans, "submit", actor=management_user)


def test_nothing_is_nothing(station_user: User) -> None:
    assert perform_all([], "submit", actor=station_user) == []
