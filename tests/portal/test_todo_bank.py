"""What the question bank asks of a person at the start page."""

import pytest

from accounts.models import User
from ostami import clock
from portal.todo.questions import questions_todo
from question_bank.models import ItemStatus
from question_bank.services.tasks import add_task
from scope_catalog.levels import Level
from scope_catalog.models import Trade
from stations.models import Station
from tests.factories import exam, questions, staff
from tests.factories.tasks import document_with
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def turning(station: Station) -> Trade:
    trade = exam.trade()
    exam.scope(station, trade)
    return trade


@pytest.fixture
def checker(station: Station) -> User:
    return staff.login_of(staff.member(station, "贾专管"))


def asked_of(user: User) -> list[tuple[str, int]]:
    return [(todo.label, todo.count) for todo in questions_todo(user)]


def test_a_second_person_checks_and_the_writer_mends(
    station: Station, station_user: User, checker: User, other_station_user: User, turning: Trade
) -> None:
    question = questions.question(
        station.organisation, turning, status=ItemStatus.SUBMITTED, written_by=station_user
    )
    task = add_task(
        actor=station_user, trade=turning, level=Level.FOUR, content=document_with(), at=clock.now()
    )
    task = perform(task, "submit", actor=station_user)
    assert asked_of(checker) == [("复核试题", 1), ("复核实操试题", 1)]
    assert asked_of(station_user) == []
    for item in (question, task):
        perform(item, "return", actor=checker, reason="答案有误")
    assert asked_of(station_user) == [("修改被退回的试题", 1), ("修改被退回的实操试题", 1)]
    assert asked_of(checker) == asked_of(other_station_user) == []
