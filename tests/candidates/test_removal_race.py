"""A person is taken off one station's class list while another station enters the same person."""

from datetime import datetime

import pytest

from accounts.models import User
from batches.models import Batch
from candidates.models import Activation, Candidate
from candidates.services.class_entries import remove_entry
from candidates.services.importing import import_class
from ostami.clock import SHANGHAI
from ostami.problems import BlockedError
from stations.models import Station
from tests.factories import exam, people
from tests.factories.classes import entered, pupil, read
from tests.rivals import behind

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
NOON = datetime(2026, 8, 1, 12, tzinfo=SHANGHAI)


@pytest.fixture
def elsewhere(batch: Batch, other_station: Station, management_user: User) -> Batch:
    """A batch of the second station."""
    return exam.beside(batch, management_user, station=other_station)


def test_who_was_entered_meanwhile_is_not_forgotten(
    batch: Batch, elsewhere: Batch, station_user: User, other_station_user: User
) -> None:
    row = pupil("周小舟", 证件号码=people.document_number())
    (mine,) = entered(batch, row, at=NOON)

    def removed() -> str:
        remove_entry(entry=mine, actor=station_user, at=NOON)
        return "removed"

    rows = read(elsewhere, row, at=NOON).rows
    answer = behind(
        lambda: import_class(batch=elsewhere, rows=rows, actor=other_station_user, at=NOON), removed
    )
    assert answer == "removed"
    assert Activation.objects.get().batch == elsewhere
    assert Candidate.objects.get().name == "周小舟"


def test_who_was_forgotten_meanwhile_is_said_and_nobody_entered(
    batch: Batch, elsewhere: Batch, station_user: User, other_station_user: User
) -> None:
    row = pupil("周小舟", 证件号码=people.document_number())
    (mine,) = entered(batch, row, at=NOON)
    rows = read(elsewhere, row, at=NOON).rows

    def imported() -> str:
        try:
            import_class(batch=elsewhere, rows=rows, actor=other_station_user, at=NOON)
        except BlockedError as blocked:
            return blocked.problems[0].text
        return "entered"

    answer = behind(lambda: remove_entry(entry=mine, actor=station_user, at=NOON), imported)
    assert answer == "表格上传后，报名数据有变化，没有导入任何一行"
    assert not Activation.objects.exists()
