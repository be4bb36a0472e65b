"""Four stations take the last place of a training at the same instant."""

from threading import Barrier

import pytest
from django.db import transaction

from accounts.models import User
from accounts.rights import Role
from examiners.models import ExaminerApplication, Training, TrainingEntry
from examiners.rules.training import no_place
from examiners.services.training_entries import enter_people
from ostami.problems import BlockedError
from tests.factories import exam, people, trainings
from tests.factories.examiners import draft_application
from tests.rivals import at_once
from workflow.audit import verify

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
NAMES = ("周明远", "吴静", "郑凯", "冯涛")


@pytest.fixture
def course(management_user: User) -> Training:
    """A training with two places."""
    return trainings.training(management_user, capacity=2)


@pytest.fixture
def rivals(station_user: User) -> list[ExaminerApplication]:
    return [draft_application(station_user, name) for name in NAMES]


def test_two_of_four_get_the_two_places(
    course: Training, rivals: list[ExaminerApplication], station_user: User
) -> None:
    def enter(application: ExaminerApplication) -> str:
        at = exam.noon(trainings.ENTER_UNTIL)
        try:
            enter_people(training=course, applications=[application], actor=station_user, at=at)
        except BlockedError:
            return "refused"
        return "entered"

    assert at_once(enter, rivals) == ["entered", "entered", "refused", "refused"]
    assert TrainingEntry.objects.count() == 2
    assert verify() == []


def test_without_the_lock_all_four_would_find_a_place(
    course: Training, rivals: list[ExaminerApplication]
) -> None:
    """The same look at the places, unlocked: all four count nobody, and all four are entered."""
    looked = Barrier(len(rivals))

    def enter_unlocked(application: ExaminerApplication) -> str:
        with transaction.atomic():
            if any(no_place(course, taken=course.entries.count(), more=1)):
                return "refused"
            looked.wait()
            at = exam.noon(trainings.ENTER_UNTIL)
            TrainingEntry.objects.create(training=course, application=application, entered_at=at)
        return "entered"

    assert at_once(enter_unlocked, rivals) == ["entered"] * 4
    assert TrainingEntry.objects.count() == 4


def test_one_person_entered_by_two_logins_is_entered_once(
    course: Training, rivals: list[ExaminerApplication], station_user: User
) -> None:
    colleague = people.user("练习站同事", Role.STATION, station_user.organisation)
    logins = {0: station_user, 1: colleague}
    turns = iter(range(2))

    def enter(application: ExaminerApplication) -> str:
        actor, at = logins[next(turns)], exam.noon(trainings.ENTER_UNTIL)
        try:
            enter_people(training=course, applications=[application], actor=actor, at=at)
        except BlockedError as blocked:
            return str(blocked)
        return "entered"

    answers = at_once(enter, [rivals[0]] * 2)
    assert answers == ["entered", "周明远已报名本班。请取消勾选，不必重复报名。"]
