"""Numbers of certificates: without gap or double, from the source that the scheme and a setting name.

By the pattern, whose default continues the sixteen digits of the former vocational certificates: year of
issue (2), station code (8), level (1), serial (5) counted per station, year and level. By the centre's own
list, imported before. For skill_level by the national rule, its serial counted per prefix, year and level.
"""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TypeAlias

from django.conf import settings

from batches.models import Batch
from candidates.models import Enrolment
from certificates.models import AssignedNumber, BranchPrefix
from certificates.numbers.further import unusable
from certificates.numbers.national import LAST_SERIAL, national_number, national_stem
from certificates.numbers.prefixes import prefixes_on
from certificates.numbers.serials import FreeSerials
from certificates.numbers.sources import Source, source_of
from certificates.numbers.words import no_single_prefix, serials_exhausted
from ostami.problems import BlockedError, refuse_if
from stations.models import Station

TakeNumber: TypeAlias = Callable[[Enrolment], str]


def number_source(batch: Batch, *, issued_on: date) -> TakeNumber:
    """Return what gives a candidate of the batch the next number of a certificate issued on `issued_on`.

    Call both inside the transaction that stores the certificates: what all takers of a series share is locked
    first, so that two batches which need the same series in another order wait for each other.

    Raises:
        BlockedError: no prefix counts on that day. What is returned raises it where the candidate has no
            assigned number that is free, or where the serials of the year and level are used up.
    """
    match source_of(batch):
        case Source.NATIONAL:
            prefix = _locked_prefix(batch, on=issued_on).prefix
            return partial(_national, prefix, issued_on, FreeSerials())
        case Source.ASSIGNED:
            return _assigned
        case _:
            Station.objects.select_for_update(of=("self",), no_key=True).get(pk=batch.station_id)
            return partial(_by_pattern, batch.station.code, issued_on, FreeSerials())


def next_certificate_number(
    *, station_code: str, level: int, issued_on: date, serials: FreeSerials | None = None
) -> str:
    """Take the next free number by the pattern, inside the transaction that stores the certificate."""
    pattern: str = settings.CERTIFICATE_NUMBER_PATTERN
    facts = {"year": issued_on.year % 100, "station_code": station_code, "level": level}
    key = f"certificate:{station_code}:{issued_on.year}:{level}"

    def written(serial: int) -> str:
        return pattern.format(**facts, serial=serial)

    return written((serials or FreeSerials()).take(key, written))


def next_national_number(
    *, prefix: str, level: int, issued_on: date, serials: FreeSerials | None = None
) -> str:
    """Take the next free number of the national rule, inside the transaction that stores the certificate.

    Raises:
        BlockedError: the 999999 serials of the prefix, year and level are used up.
    """
    key = national_series(prefix, level=level, year=issued_on.year)
    stem = national_stem(prefix, year=issued_on.year, level=level)
    serial = (serials or FreeSerials()).take(key, lambda serial: f"{stem}{serial:06d}")
    if serial > LAST_SERIAL:
        raise BlockedError([serials_exhausted(prefix, year=issued_on.year, level=level, left=0, people=1)])
    return national_number(prefix, year=issued_on.year, level=level, serial=serial)


def national_series(prefix: str, *, level: int, year: int) -> str:
    """Return the key of the series that a prefix has in a year and level."""
    return f"certificate:{prefix}:{year}:{level}"


def _by_pattern(station_code: str, issued_on: date, serials: FreeSerials, enrolment: Enrolment) -> str:
    level = enrolment.batch_item.level
    return next_certificate_number(
        station_code=station_code, level=level, issued_on=issued_on, serials=serials
    )


def _national(prefix: str, issued_on: date, serials: FreeSerials, enrolment: Enrolment) -> str:
    level = enrolment.batch_item.level
    return next_national_number(prefix=prefix, level=level, issued_on=issued_on, serials=serials)


def _assigned(enrolment: Enrolment) -> str:
    assigned = AssignedNumber.objects.order_by().select_for_update().filter(enrolment=enrolment).first()
    refuse_if(unusable(enrolment, assigned))
    return str(assigned)


def _locked_prefix(batch: Batch, *, on: date) -> BranchPrefix:
    province = batch.station.organisation.province
    found = list(prefixes_on(on, province=province).select_for_update(of=("self",), no_key=True))
    if len(found) != 1:
        raise BlockedError([no_single_prefix(found, province=province, on=on)])
    return found[0]
