"""Candidates press the button for the last place at the same instant."""

from datetime import datetime

import pytest

from batches.models import BatchItem
from candidates.models import Enrolment, EnrolmentStatus
from ostami.clock import SHANGHAI
from ostami.problems import BlockedError
from tests.candidates.test_choosing import fill
from tests.factories import exam, people
from tests.rivals import at_once, behind
from workflow.lifecycle import perform

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
NOON = datetime(2026, 8, 1, 12, tzinfo=SHANGHAI)
FULL = "“数控车工 四级/中级工”已报满 99 人"
NAMES = ("林小禾", "钱多多", "孙晓", "周正")


def submit(enrolment: Enrolment) -> str:
    try:
        perform(enrolment, "submit", actor=enrolment.candidate.user, at=NOON)
    except BlockedError as blocked:
        return blocked.problems[0].text
    return "in"


def rivals_for_the_last_place(item: BatchItem, number: int) -> list[Enrolment]:
    fill(item, 98)
    return [exam.draft_enrolment(item, people.candidate(name)) for name in NAMES[:number]]


def test_in_a_rush_the_last_place_goes_to_exactly_one(item: BatchItem) -> None:
    rivals = rivals_for_the_last_place(item, 4)
    answers = at_once(submit, rivals)
    assert answers == ["in", FULL, FULL, FULL]
    assert Enrolment.objects.filter(batch_item=item).counted().count() == 99
    assert Enrolment.objects.filter(status=EnrolmentStatus.DRAFT).count() == 3


def test_who_comes_second_waits_for_the_first_and_then_finds_it_full(item: BatchItem) -> None:
    """The first stands between its check and its commit while the second presses the button."""
    first, second = rivals_for_the_last_place(item, 2)
    answers: list[str] = []
    answers.append(behind(lambda: answers.append(submit(first)), lambda: submit(second)))
    assert answers == ["in", FULL]
    assert Enrolment.objects.filter(batch_item=item).counted().count() == 99
