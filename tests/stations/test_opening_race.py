"""Two establishments are approved at the same instant: no number is given twice."""

from threading import Barrier

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Organisation, OrganisationKind, User
from stations.models import Station, StationApplication
from stations.services.numbers import free_number, station_code, station_name
from tests.factories import exam, stations
from tests.rivals import at_once
from tests.stations.approving import TODAY, endorsed
from workflow.audit import verify
from workflow.lifecycle import perform

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
NAMES = ("练习甲学院", "练习乙学院", "练习丙学院", "练习丁学院")


@pytest.fixture
def rivals(management_org: Organisation, management_user: User) -> list[StationApplication]:
    turning = exam.trade()
    schools = [stations.applicant(name, management=management_org) for name in NAMES]
    drafts = [stations.complete_application(school, trades=[turning]) for school in schools]
    return [endorsed(draft, management=management_user) for draft in drafts]


def test_each_of_four_gets_a_number_of_its_own(centre_user: User, rivals: list[StationApplication]) -> None:
    def approve(application: StationApplication) -> str:
        done = perform(application, "approve", actor=centre_user, at=exam.noon(TODAY), reason="同意")
        return str(done.station and done.station.code)

    assert at_once(approve, rivals) == ["49284001", "49284002", "49284003", "49284004"]
    assert Station.objects.count() == 4
    assert verify() == []


def test_without_the_lock_all_would_find_one_number_and_fail_at_the_constraint(
    rivals: list[StationApplication],
) -> None:
    """The same look at the registry unlocked: all four read 001, and three meet the constraint."""
    looked = Barrier(len(rivals))

    def open_unlocked(application: StationApplication) -> str:
        try:
            with transaction.atomic():
                number = free_number()
                looked.wait()
                Organisation.objects.create(
                    kind=OrganisationKind.STATION, name=station_name(number), code=station_code(number)
                )
        except IntegrityError:
            return f"{number}, then the constraint"
        return f"{number}, taken"

    assert at_once(open_unlocked, rivals) == ["1, taken", *["1, then the constraint"] * 3]
