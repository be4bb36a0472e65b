"""The guided first batch follows what the practice station has done."""

from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.identity import DocumentType, number_problem
from accounts.models import User
from ostami import clock
from portal.help.guide import Guide, guided_batch
from portal.help.guide.before import newcomer
from portal.practice.days import own_days
from portal.practice.first_batch import SAMPLES, opened_station
from portal.practice.lifecycle import Lifecycle
from portal.practice.offices import centre_login
from portal.practice.papers import Papers

pytestmark = pytest.mark.django_db

BEGAN = date(2026, 7, 15)
# What is next when the journey goes on, day by day.
NEXT = [
    "编制年度计划",
    "申请批次",
    "批准批次",
    "考生注册并报名",
    "审核报名",
    "提交花名册",
    "登记成绩",
    "审核成绩",
    "确认结算",
    "核发证书",
]


@pytest.fixture
def lifecycle(tmp_path: Path) -> Iterator[Lifecycle]:
    for command in ("load_catalogue", "load_stations"):
        call_command(command, stdout=StringIO())
    with own_days():
        clock.set_practice_day(BEGAN)
        desk = opened_station(BEGAN)
        yield Lifecycle(desk, centre_login(), Papers(tmp_path), BEGAN, 1)


def title(guide: Guide) -> str:
    assert guide.next_step is not None
    return guide.next_step.title


def test_each_step_is_done_once_the_station_has_done_it(lifecycle: Lifecycle) -> None:
    titles = []
    for day in lifecycle.journey():
        clock.set_practice_day(day)
        titles.append(title(guided_batch(today=day)))
    assert titles == NEXT
    whole = guided_batch(today=clock.today())
    assert whole.next_step is None
    assert whole.done == len(whole.steps) == 17


def test_the_day_of_the_exam_is_offered_when_scores_are_next(lifecycle: Lifecycle) -> None:
    for day in lifecycle.journey():
        clock.set_practice_day(day)
        guide = guided_batch(today=day)
        if title(guide) == "登记成绩":
            break
    assert guide.next_step is not None
    assert guide.batch is not None
    assert guide.next_step.day == guide.batch.exam_date


def test_everybody_whom_the_steps_name_can_log_in(lifecycle: Lifecycle) -> None:
    named = {step.login for step in guided_batch(today=BEGAN).steps} - {""}
    assert {name for name in named if not User.objects.get(username=name).has_usable_password()} == set()
    assert len(named) == 5


def test_the_offered_candidate_can_register(lifecycle: Lifecycle) -> None:
    number = newcomer().document_number
    assert number_problem(DocumentType.RESIDENT_ID, number, today=BEGAN) is None


def test_the_page_shows_the_next_step_and_what_to_upload(client: Client, lifecycle: Lifecycle) -> None:
    page = client.get("/help/first-batch/").text
    assert 'aria-current="step"' in page
    assert "已完成 0 步，共 17 步" in page
    offered = [name for step in guided_batch(today=BEGAN).steps for name, _ in step.pictures]
    assert sorted(offered) == sorted(SAMPLES)


def test_the_practice_bar_leads_there(client: Client) -> None:
    assert '<a href="/help/first-batch/">办第一个批次</a>' in client.get("/").text
