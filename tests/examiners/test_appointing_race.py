"""Approvals at the same instant: no number is given twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from examiners.models import Examiner, ExaminerApplication
from ostami.clock import set_practice_day
from stations.models import Station
from tests.examiners.approving import TODAY, checked
from tests.factories import exam
from tests.factories.examiners import complete_application
from workflow.audit import verify
from workflow.lifecycle import perform

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def rivals(station_user: User, other_station_user: User, management_user: User) -> list[ExaminerApplication]:
    set_practice_day(TODAY)
    logins = (station_user, station_user, other_station_user, other_station_user)
    drafts = [
        complete_application(user, f"周明{digit}") for digit, user in zip("甲乙丙丁", logins, strict=True)
    ]
    return [checked(draft, management=management_user) for draft in drafts]


def at_once(act: Callable[[ExaminerApplication], str], rivals: list[ExaminerApplication]) -> list[str]:
    start = Barrier(len(rivals))

    def alone(application: ExaminerApplication) -> str:
        try:
            connection.ensure_connection()
            start.wait()
            return act(application)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(rivals)) as threads:
        return sorted(threads.map(alone, rivals))


def test_each_of_four_gets_a_number_of_its_own(centre_user: User, rivals: list[ExaminerApplication]) -> None:
    def approve(application: ExaminerApplication) -> str:
        done = perform(application, "approve", actor=centre_user, at=exam.noon(TODAY), reason="同意")
        assert done.examiner
        return done.examiner.certificate_number

    assert at_once(approve, rivals) == [f"KP20260000{serial}" for serial in (1, 2, 3, 4)]
    assert verify() == []


def test_without_the_series_all_would_find_one_number_and_fail_at_the_constraint(
    station: Station, rivals: list[ExaminerApplication]
) -> None:
    """The same look without the series' lock: all read one number, and three meet the constraint."""
    looked = Barrier(len(rivals))

    def enter_unlocked(application: ExaminerApplication) -> str:
        try:
            with transaction.atomic():
                number = f"KP2026{Examiner.objects.count() + 1:05d}"
                looked.wait()
                exam.examiner(station, application.person_name, certificate_number=number)
        except IntegrityError:
            return "refused"
        return number

    assert at_once(enter_unlocked, rivals) == ["KP202600001", "refused", "refused", "refused"]
