"""Certificate numbers, and the dates between which an appointment holds."""

from datetime import date, timedelta

from django.conf import settings

from examiners.models import Examiner, Manager, Supervisor
from ostami.policy import term_ends
from workflow.numbering import next_number


def examiner_number(*, on: date) -> str:
    """Take the next number of an examiner who is approved on the day `on`; typed ones are passed over.

    Raises:
        RuntimeError: outside a transaction.
    """
    return _next(settings.EXAMINER_NUMBER_PATTERN, Examiner, on.year)


def manager_number(*, on: date) -> str:
    """Take the next number of a manager who is approved on the day `on`.

    Raises:
        RuntimeError: outside a transaction.
    """
    return _next(settings.MANAGER_NUMBER_PATTERN, Manager, on.year)


def _next(pattern: str, model: type[Examiner | Manager | Supervisor], year: int) -> str:
    # The series' row stays locked until the transaction ends: two approvals never look at the same time.
    while True:
        serial = next_number(f"{model._meta.model_name}-certificate-{year}")  # noqa: SLF001  Django's documented API
        number = pattern.format(year=year, serial=serial).upper()
        if not model._default_manager.filter(certificate_number=number).exists():  # noqa: SLF001  as above
            return number


def supervisor_number(*, on: date) -> str:
    """Take the next number of a supervisor who is registered on the day `on`; typed ones are passed over.

    Raises:
        RuntimeError: outside a transaction.
    """
    return _next(settings.SUPERVISOR_NUMBER_PATTERN, Supervisor, on.year)


def new_term(begins: date, *, years: int | None = None) -> tuple[date, date]:
    """Return the first and last day of an appointment from a day on, for `years` or `EXAMINER_YEARS`."""
    return begins, term_ends(begins, years=years or settings.EXAMINER_YEARS)


def renewed_term(first: date, last: date, *, on: date, years: int | None = None) -> tuple[date, date]:
    """Return the dates of an appointment that is renewed on the day `on`.

    While it holds, the added years follow its last day and its first day stays. Once it has lapsed it begins
    anew on `on`: the days between were without an appointment.
    """
    if last < on:
        return new_term(on, years=years)
    return first, new_term(last + timedelta(days=1), years=years)[1]
