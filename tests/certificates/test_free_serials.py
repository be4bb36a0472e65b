"""Numbers that certificates of before the portal bear are left out, and nothing else is."""

from datetime import date
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from batches.models import Batch
from certificates.figures import certificate_figures
from certificates.models import AssignedNumber, Certificate, ChangeKind
from certificates.numbering import national_series, next_certificate_number
from certificates.numbers.borne import borne
from certificates.numbers.serials import WINDOW, FreeSerials
from certificates.register.former_import import judge_former
from ostami.problems import BlockedError
from tests.certificates.changing import ask, granted
from tests.certificates.test_former_import import GOOD, workbook
from tests.factories import exam, numbers, results
from workflow.models import NumberSeries

ISSUED_ON = date(2026, 9, 8)
HEAD = "26492849014"
SERIES = national_series(numbers.PREFIX, level=4, year=2026)


@pytest.fixture(autouse=True)
def _unpaid(settings: LazySettings) -> None:
    settings.CERTIFY_AFTER_SETTLEMENT = False


def taken() -> list[str]:
    return list(Certificate.objects.in_roster_order().values_list("number", flat=True))


@transaction.atomic
def take(count: int) -> list[str]:
    facts: dict[str, Any] = {"station_code": "49284901", "level": 4, "issued_on": ISSUED_ON}
    serials = FreeSerials()
    return [next_certificate_number(**facts, serials=serials) for _ in range(count)]


def test_former_and_new_numbers_of_a_pattern_have_together_neither_gap_nor_double(
    approved: Batch, centre_user: User
) -> None:
    for serial in (1, 3):
        numbers.former(f"{HEAD}{serial:05d}", centre_user)
    results.certified(approved, centre=centre_user)
    assert taken() == [f"{HEAD}00002", f"{HEAD}00004"]
    assert take(1) == [f"{HEAD}00005"]


def test_former_and_new_numbers_of_the_national_rule_too(approved: Batch, centre_user: User) -> None:
    numbers.prefix(centre_user)
    numbers.former(f"{numbers.PREFIX}264000002", centre_user)
    results.certified(numbers.national(approved), centre=centre_user)
    assert taken() == [f"{numbers.PREFIX}264000001", f"{numbers.PREFIX}264000003"]


def test_serials_of_former_certificates_are_not_left_to_give(approved: Batch, centre_user: User) -> None:
    numbers.prefix(centre_user)
    NumberSeries.objects.create(key=SERIES, last=999_997)
    for serial in (999_996, 999_998):
        numbers.former(f"{numbers.PREFIX}264{serial:06d}", centre_user)
    with pytest.raises(BlockedError, match="证书序列码只剩 1 个（最大 999999），需要 2 个"):
        results.certified(numbers.national(approved), centre=centre_user)


def test_a_number_set_apart_for_somebody_is_left_out(approved: Batch, centre_user: User) -> None:
    facts = {"batch": approved, "imported_by": centre_user, "imported_at": exam.noon(ISSUED_ON)}
    somebody = approved.enrolments.get(candidate__name="林若溪")
    AssignedNumber.objects.create(enrolment=somebody, number=f"{HEAD}00001", **facts)
    assert take(1) == [f"{HEAD}00002"]


@pytest.mark.parametrize("former", [WINDOW - 1, WINDOW, WINDOW + 1, 2 * WINDOW])
def test_a_long_run_of_former_numbers_is_passed_over(centre_user: User, former: int) -> None:
    for serial in range(1, former + 1):
        numbers.former(f"{HEAD}{serial:05d}", centre_user)
    assert take(2) == [f"{HEAD}{former + 1:05d}", f"{HEAD}{former + 2:05d}"]


def test_a_pattern_that_leaves_the_serial_out_is_refused(db: None, settings: LazySettings) -> None:
    settings.CERTIFICATE_NUMBER_PATTERN = "{year:02d}{station_code}{level}"
    with pytest.raises(ImproperlyConfigured, match="leaves the serial out"):
        take(1)


def test_what_is_borne_is_asked_once_for_many_numbers(db: None) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert len(take(WINDOW)) == WINDOW
    assert len([one for one in asked if "FormerCertificate".lower() in one["sql"]]) == 1


def test_a_number_is_borne_by_whichever_row_has_it(certificate: Certificate, centre_user: User) -> None:
    numbers.former("OLD0001", centre_user)
    assert borne([certificate.number, "OLD0001", "NEW0001"]) == {certificate.number, "OLD0001"}
    assert borne([certificate.number, "OLD0001"], by=(Certificate,)) == {certificate.number}


def test_a_former_certificate_does_not_come_in_with_a_number_set_apart(
    approved: Batch, centre_user: User
) -> None:
    facts = {"batch": approved, "imported_by": centre_user, "imported_at": exam.noon(ISSUED_ON)}
    somebody = approved.enrolments.get(candidate__name="林若溪")
    AssignedNumber.objects.create(enrolment=somebody, number=GOOD["证书编号"], **facts)
    (row,) = judge_former(workbook(GOOD), progress=lambda *_: None).told
    assert row.problems == (f"证书编号 {GOOD['证书编号']} 已登记。请删除这一行。",)


def test_a_corrected_certificate_counts_in_the_year_of_the_first(
    certificate: Certificate, station_user: User, centre_user: User
) -> None:
    """Issued in 2026, corrected in 2027: the holder got one certificate, in 2026."""
    asked = ask(certificate, ChangeKind.CORRECT, actor=station_user, holder_name="林若曦")
    new = granted(asked, by=centre_user).result
    assert new
    Certificate.objects.filter(pk=new.pk).update(issued_on=date(2027, 1, 5))
    station = certificate.batch.station
    told = {
        year: [one.text for one in certificate_figures(station, year, on=ISSUED_ON)] for year in (2026, 2027)
    }
    assert told == {2026: ["2 本"], 2027: ["0 本"]}
