"""The number of a certificate that replaces a corrected one, from whichever source its scheme has."""

import pytest
from django.conf import LazySettings

from accounts.models import User
from batches.models import Batch
from certificates.models import AssignedNumber, BranchPrefix, Certificate, ChangeKind
from ostami.problems import BlockedError
from tests.certificates.changing import NOON, ask, granted
from tests.factories import numbers, results


def corrected(certificate: Certificate, name: str, *, station: User, centre: User) -> Certificate:
    asked = ask(certificate, ChangeKind.CORRECT, actor=station, holder_name=name)
    new = granted(asked, by=centre).result
    assert new
    return new


def test_with_assigned_numbers_the_centre_imports_another_first(
    certificate: Certificate, settings: LazySettings, station_user: User, centre_user: User
) -> None:
    settings.ABILITY_NUMBERS = "assigned"
    asked = ask(certificate, ChangeKind.CORRECT, actor=station_user, holder_name="林若曦")
    facts = {"batch": certificate.batch, "imported_by": centre_user, "imported_at": NOON}
    one = AssignedNumber.objects.create(enrolment=certificate.enrolment, number=certificate.number, **facts)
    with pytest.raises(BlockedError, match=f"指定编号 {certificate.number} 已用于证书。请指导中心先在"):
        granted(asked, by=centre_user)
    assert Certificate.objects.get(pk=certificate.pk).stands
    AssignedNumber.objects.filter(pk=one.pk).update(number="JX2600009")
    new = granted(asked, by=centre_user).result
    assert new
    assert new.number == "JX2600009"


def test_a_national_certificate_takes_the_next_of_its_branchs_series(
    approved: Batch, station_user: User, centre_user: User
) -> None:
    prefix = numbers.prefix(centre_user)
    results.certified(numbers.national(approved), centre=centre_user)
    first = Certificate.objects.get(holder_name="林若溪")
    new = corrected(first, "林若曦", station=station_user, centre=centre_user)
    assert (first.number, new.number) == (f"{prefix}264000001", f"{prefix}264000003")
    BranchPrefix.objects.update(valid_to=results.ISSUED_ON)
    with pytest.raises(BlockedError, match="没有有效的证书编号前缀"):
        corrected(new, "林若熙", station=station_user, centre=centre_user)
