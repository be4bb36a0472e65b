"""Which numbers are taken: by a certificate of the portal, by one of before, or set apart for somebody."""

from collections.abc import Collection, Iterable
from typing import Any

from certificates.models import AssignedNumber, Certificate, FormerCertificate

ISSUED = (Certificate, FormerCertificate)
ANY = (*ISSUED, AssignedNumber)


def borne(numbers: Collection[str], *, by: Iterable[type[Any]] = ANY) -> set[str]:
    """Return which of `numbers` a row of one of the models `by` bears; one query."""
    first, *others = [
        model.objects.filter(number__in=numbers).order_by().values_list("number", flat=True) for model in by
    ]
    return set(first.union(*others))
