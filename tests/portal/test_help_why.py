"""Why something can't be done: read from the rules themselves, and linked from the buttons."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from batches.guards import lead_time
from ostami import policy
from portal.help.limits import SENTENCES, WITHOUT_WORDS, clauses_by_name, limits
from portal.help.reasons import reasons_of
from portal.help.why import why_case, why_cases
from stations.models import Station
from tests.conftest import Login
from tests.factories import exam
from workflow.lifecycle import Step, all_lifecycles

pytestmark = pytest.mark.django_db


def test_every_transition_of_every_life_cycle_is_explained(client: Client) -> None:
    index = client.get("/help/why/").text
    for lifecycle, case in zip(all_lifecycles(), why_cases(), strict=True):
        assert f'href="/help/why/{case.key}/"' in index
        page = client.get(f"/help/why/{case.key}/").text
        for move, step in zip(lifecycle.transitions.values(), case.steps, strict=True):
            assert step.label == move.label
            assert f'<section id="{move.name}"' in page
            assert step.roles
            assert step.sources


def test_every_guard_has_its_reasons() -> None:
    silent = {
        guard.__name__
        for lifecycle in all_lifecycles()
        for name in lifecycle.transitions
        for guard in lifecycle.guards_of(name)
        if not reasons_of([guard])
    }
    assert silent == set()


def test_a_reason_has_the_rules_number_clause_and_remedy() -> None:
    (reason,) = reasons_of([lead_time])
    assert reason.text == f"考试日期 … 距申请日期 … 不足 {policy.BATCH_LEAD_DAYS} 天"
    assert reason.clause == "4.5.1-2"
    assert reason.remedy == "请选择 … 或以后的日期"


def test_reasons_are_read_through_tables_of_functions() -> None:
    case = why_case("stationapplication")
    assert case is not None
    texts = [reason.text for reason in case.steps[0].reasons]
    assert "还没有副站长，至少须有 1 人" in texts
    assert "“…”只有 … 名对应考评员，至少须有 3 名" in texts


def test_a_reason_that_is_met_is_one_that_is_explained(station: Station, station_user: User) -> None:
    batch = exam.draft_batch(station)
    (met,) = lead_time(Step(batch, station_user, exam.noon(batch.exam_date), "submit"))
    explained = [re.escape(reason.text).replace("…", ".+") for reason in reasons_of([lead_time])]
    assert any(re.fullmatch(one, met.text) for one in explained)


def test_every_number_of_the_policy_has_its_words() -> None:
    constants = {name for name in vars(policy) if name.isupper()} - {"SHANGHAI"}
    assert constants == set(SENTENCES) | WITHOUT_WORDS


def test_limits_have_the_clauses_of_the_policys_comments() -> None:
    clauses = clauses_by_name()
    assert clauses["BATCH_LEAD_DAYS"] == "4.5.1-2"
    assert clauses["STUDENT_YEARS_ENROLLED"] == "4.3-1、4.7-4"
    assert clauses["HISTORY_GAP_MONTHS"] == "4.3-3、4.7-2"
    assert "SCORE_STEP" not in clauses
    assert limits()[0].words == "考试与申请至少相隔 30 天：6 月 1 日申请的，最早 7 月 1 日考试。"
    assert all(re.search(r"\d|一|两", limit.words) for limit in limits())


def test_a_blocked_button_leads_to_its_reasons(
    login: Login, station: Station, station_user: User, management_user: User
) -> None:
    exam.scope(station, exam.trade())
    plan = exam.approved_plan(station, management_user)
    batch = exam.approved_batch(station, management_user, plan.items.get())
    with time_machine.travel(exam.noon(exam.APPLIED_ON + timedelta(days=2)), tick=False):
        page = login(station_user).get(batch.get_absolute_url()).text
    assert 'href="/help/why/batch/#submit_roster"' in page
