"""Numbers under a rush: on PostgreSQL, without gap and without double."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.conf import LazySettings
from django.db import connection, transaction

from accounts.models import User
from batches.models import Batch
from certificates.models import AssignedNumber, Certificate
from certificates.numbering import number_source
from certificates.numbers.assigned import import_numbers
from certificates.numbers.assigned_table import number_roster
from documents.table_import import read_table
from exams.selectors import qualified
from ostami.problems import BlockedError
from stations.models import Station
from tests.certificates.test_numbering import two_levels
from tests.documents.workbooks import sheet
from tests.factories import exam, numbers, results
from tests.rivals import at_once, in_a_rush
from workflow.audit import verify
from workflow.lifecycle import perform

ISSUES, ABORTED_EVERY = 500, 10
ISSUED_ON = date(2026, 9, 8)

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _unpaid(settings: LazySettings) -> None:
    settings.CERTIFY_AFTER_SETTLEMENT = False


def rush(batch: Batch) -> list[str]:
    """Take numbers through sixteen doors at once, every tenth transaction being aborted."""
    enrolment = qualified(batch)[0]

    def issue(turn: int) -> str:
        with transaction.atomic():
            number = number_source(batch, issued_on=ISSUED_ON)(enrolment)
            if turn % ABORTED_EVERY == 0:
                transaction.set_rollback(True)
                return ""
        return number

    return [number for number in in_a_rush(issue, range(ISSUES), threads=16) if number]


def test_500_national_issues_by_16_writers_leave_no_gap_and_no_double(
    approved: Batch, centre_user: User
) -> None:
    numbers.prefix(centre_user)
    kept = ISSUES - ISSUES // ABORTED_EVERY
    wanted = [f"{numbers.PREFIX}264{serial:06d}" for serial in range(1, kept + 1)]
    assert rush(numbers.national(approved)) == wanted


def test_500_issues_by_pattern_leave_no_gap_and_no_double(approved: Batch) -> None:
    kept = ISSUES - ISSUES // ABORTED_EVERY
    assert rush(approved) == [f"26492849014{serial:05d}" for serial in range(1, kept + 1)]


def test_batches_of_two_stations_of_a_branch_at_once_share_its_series(
    station: Station, other_station: Station, management_user: User, centre_user: User
) -> None:
    """Each comes to another level first, so that without the prefix's lock they would wait crosswise."""
    numbers.prefix(centre_user)
    batches = [
        numbers.national(two_levels(one, management_user, first=4 - turn % 2))
        for turn, one in enumerate([station, other_station] * 3)
    ]
    at = exam.noon(results.ISSUED_ON)

    def certify(batch: Batch) -> str:
        return str(perform(batch, "certify", actor=centre_user, at=at).status)

    assert at_once(certify, batches) == ["certified"] * len(batches)
    taken = sorted(Certificate.objects.values_list("number", flat=True))
    assert taken == [
        f"{numbers.PREFIX}26{level}{serial:06d}" for level in (3, 4) for serial in range(1, len(batches) + 1)
    ]
    assert verify() == []


def test_one_batch_certified_twice_at_once_takes_its_numbers_once(approved: Batch, centre_user: User) -> None:
    numbers.prefix(centre_user)
    batch = numbers.national(approved)

    def certify(_: int) -> str:
        try:
            perform(batch, "certify", actor=centre_user, at=exam.noon(results.ISSUED_ON))
        except Exception as refused:  # noqa: BLE001  its kind is the answer
            return type(refused).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as doors:
        assert sorted(doors.map(certify, range(2))) == ["StaleError", "done"]
    assert Certificate.objects.count() == 2


def test_of_two_batches_that_are_assigned_one_number_at_once_one_gets_it(
    station: Station, management_user: User, centre_user: User, settings: LazySettings
) -> None:
    settings.ABILITY_NUMBERS = "assigned"
    batches = [results.approved(station, management_user, {name: results.PASS}) for name in ("甲一", "乙一")]

    def assign(batch: Batch) -> str:
        (person,) = batch.enrolments.all()
        cells = [person.candidate.name, person.candidate.document_number, "JX2600001"]
        content = sheet(cells, headers=["姓名", "证件号码", "证书编号"])
        rows = read_table(number_roster(batch).spec(), content).rows
        try:
            import_numbers(batch=batch, rows=rows, actor=centre_user)
        except BlockedError as refused:
            return str(refused)
        return "stored"

    answers = at_once(assign, batches)
    assert answers == ["stored", "上传之后数据有变化，没有导入任何编号。请重新上传。"]
    assert AssignedNumber.objects.count() == 1
