"""Appointments of managers and supervisors by day."""

from datetime import date, timedelta

import pytest

from accounts.models import Organisation
from examiners.models import ExaminerState, Supervisor
from examiners.terms import TermChoice, expiring, term_condition
from tests.factories import officers

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
ENDED = date(2026, 7, 1)


@pytest.fixture
def fang(management_org: Organisation) -> Supervisor:
    return officers.supervisor(management_org, valid_from=FIRST, valid_to=LAST)


@pytest.mark.parametrize(
    ("day", "ended_on", "state"),
    [
        (date(2025, 12, 31), None, ExaminerState.AHEAD),
        (FIRST, None, ExaminerState.VALID),
        (LAST, None, ExaminerState.VALID),
        (date(2027, 1, 1), None, ExaminerState.EXPIRED),
        (date(2026, 6, 30), ENDED, ExaminerState.VALID),
        (ENDED, ENDED, ExaminerState.ENDED),
        (date(2027, 1, 1), ENDED, ExaminerState.ENDED),
    ],
)
def test_first_and_last_day_count_and_the_day_of_an_end_does_not(
    fang: Supervisor, day: date, ended_on: date | None, state: ExaminerState
) -> None:
    Supervisor.objects.update(ended_on=ended_on)
    fang.refresh_from_db()
    assert fang.state_on(day) is state
    assert fang.is_valid_on(day) == (state is ExaminerState.VALID)
    agreeing = {
        choice
        for choice in (TermChoice.VALID, TermChoice.AHEAD, TermChoice.EXPIRED, TermChoice.ENDED)
        if Supervisor.objects.filter(term_condition(choice, on=day)).exists()
    }
    assert agreeing == {TermChoice(state.value)}


@pytest.mark.parametrize(
    ("left", "soon", "very_soon"),
    [(91, False, False), (90, True, False), (31, True, False), (30, True, True), (0, True, True)],
)
def test_an_appointment_runs_out_soon_within_90_and_30_days(
    fang: Supervisor, left: int, *, soon: bool, very_soon: bool
) -> None:
    day = LAST - timedelta(days=left)
    everybody = Supervisor.objects.all()
    for within, choice, expected in (
        (90, TermChoice.SOON, soon),
        (30, TermChoice.VERY_SOON, very_soon),
    ):
        assert expiring(everybody, within=within, on=day).exists() == expected
        assert everybody.filter(term_condition(choice, on=day)).exists() == expected


def test_who_has_run_out_or_is_to_be_ended_waits_for_no_renewal(fang: Supervisor) -> None:
    everybody = Supervisor.objects.all()
    assert not expiring(everybody, within=90, on=LAST + timedelta(days=1)).exists()
    Supervisor.objects.update(ended_on=LAST)
    assert not expiring(everybody, within=90, on=LAST - timedelta(days=10)).exists()


def test_who_runs_out_first_comes_first(fang: Supervisor, management_org: Organisation) -> None:
    early = officers.supervisor(management_org, "史督导", valid_from=FIRST, valid_to=date(2026, 12, 1))
    assert list(expiring(Supervisor.objects.all(), within=90, on=date(2026, 11, 30))) == [early, fang]
