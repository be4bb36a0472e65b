"""Numbers of certificates: without gap or double, by a pattern that is a setting.

The default continues the sixteen digits of the former vocational certificates: year of issue (2), station
code (8), level (1), serial (5) counted per station, year and level.
"""

from datetime import date

from django.conf import settings

from workflow.numbering import next_number


def next_certificate_number(*, station_code: str, level: int, issued_on: date) -> str:
    """Take the next number; call it inside the transaction that stores the certificate."""
    serial = next_number(f"certificate:{station_code}:{issued_on.year}:{level}")
    pattern: str = settings.CERTIFICATE_NUMBER_PATTERN
    return pattern.format(year=issued_on.year % 100, station_code=station_code, level=level, serial=serial)
