"""What the public sees of a certificate whose paper or file it has."""

from dataclasses import dataclass
from datetime import date

from certificates.lookup import mask_name
from certificates.models import Certificate

TAIL = 4


@dataclass(frozen=True, slots=True)
class Shown:
    """A certificate as anybody may see it who holds its paper: enough to compare, nothing to collect.

    Attributes:
        stands: whether it counts.
        standing: the same in a word.
        next_token: the code of the certificate that replaces it; empty where none does.
    """

    stands: bool
    standing: str
    next_token: str
    holder_name: str
    number: str
    scheme: str
    occupation: str
    trade: str
    level: str
    body: str
    issued_on: date


def shown(certificate: Certificate) -> Shown:
    """Return what is shown: the name masked, of the number its last four characters."""
    replacing = getattr(certificate, "replaced_by", None)
    return Shown(
        stands=certificate.stands,
        standing=certificate.standing,
        next_token=replacing.token if replacing else "",
        holder_name=mask_name(certificate.holder_name),
        number="*" * (len(certificate.number) - TAIL) + certificate.number[-TAIL:],
        scheme=certificate.get_scheme_display(),
        occupation=certificate.occupation_name,
        trade=certificate.trade_words,
        level=certificate.level_label,
        body=certificate.evaluated_by,
        issued_on=certificate.issued_on,
    )
