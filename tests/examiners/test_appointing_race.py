"""Acts at the same instant: no number twice, nobody appointed twice, no result changed beside an approval."""

from concurrent.futures import ThreadPoolExecutor, wait
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from examiners.models import Examiner, ExaminerApplication, TrainingResult
from examiners.services.training_results import Outcome, record_results
from ostami.clock import set_practice_day
from ostami.problems import BlockedError
from stations.models import Station
from tests.examiners.approving import TODAY, checked
from tests.factories import exam
from tests.factories.examiners import complete_application
from tests.rivals import at_once
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


def test_a_person_put_up_by_two_stations_is_appointed_once(
    centre_user: User, rivals: list[ExaminerApplication]
) -> None:
    """Both were handed in at one instant: neither saw the other's."""
    one_person = [rivals[0], rivals[2]]
    ExaminerApplication.objects.filter(pk=rivals[2].pk).update(document_index=rivals[0].document_index)

    def approve(application: ExaminerApplication) -> str:
        try:
            perform(application, "approve", actor=centre_user, at=exam.noon(TODAY), reason="同意")
        except BlockedError as blocked:
            return str(blocked)
        return "appointed"

    appointed, refused = at_once(approve, one_person)
    assert appointed == "appointed"
    assert "已是在册的考评员" in refused
    assert Examiner.objects.count() == 1


def test_a_result_on_which_an_approval_rests_does_not_change_beside_it(
    centre_user: User, management_user: User, rivals: list[ExaminerApplication]
) -> None:
    entry = rivals[0].training_entries.get()

    def fail() -> str:
        failed = Outcome(entry.pk, TrainingResult.FAILED)
        try:
            record_results(
                training=entry.training, outcomes=[failed], actor=management_user, at=exam.noon(TODAY)
            )
        except BlockedError as blocked:
            return str(blocked)
        finally:
            connection.close()
        return "changed"

    with ThreadPoolExecutor() as threads:
        with transaction.atomic():
            perform(rivals[0], "approve", actor=centre_user, at=exam.noon(TODAY), reason="同意")
            beside = threads.submit(fail)
            wait([beside], timeout=1)
        assert "已凭本次合格结果批准" in beside.result()
    entry.refresh_from_db()
    assert entry.result == TrainingResult.PASSED
