"""What the lists of a batch say of a person: as the last certificate has it, else as the roster."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.identity import DocumentType, facts_in_number
from candidates.models import Enrolment
from certificates.models import Certificate, CertificateStatus


@dataclass(frozen=True, slots=True)
class Person:
    """The facts of one person on a list.

    Attributes:
        number: the standing certificate's; empty where none stands, as `issued_on` is then.
        note: what became of earlier certificates.
    """

    name: str
    sex: str
    birth_date: date
    document_type: str
    document_number: str
    theory: Decimal | None
    practical: Decimal | None
    grade: str
    number: str = ""
    issued_on: date | None = None
    note: str = ""


def person_of(enrolment: Enrolment) -> Person:
    """Return what a list says of somebody who passed; candidate, result and certificates are fetched."""
    last = last_certificate(enrolment)
    return _as_printed(enrolment, last) if last else _as_enrolled(enrolment)


def last_certificate(enrolment: Enrolment) -> Certificate | None:
    """Return the certificate at the end of its reissues, standing or revoked; None before the issue."""
    return max(enrolment.certificates.all(), key=lambda one: one.pk, default=None)


def is_revoked(enrolment: Enrolment) -> bool:
    """Tell whether the person's certificate was revoked, and no other stands."""
    last = last_certificate(enrolment)
    return last is not None and not last.stands


def note_of(enrolment: Enrolment) -> str:
    """Return what became of the person's certificates: 证书已换发，原编号 2649284901400001."""
    return "；".join(_notes(sorted(enrolment.certificates.all(), key=lambda one: one.pk)))


def _notes(certificates: list[Certificate]) -> Iterator[str]:
    if before := certificates[:-1]:
        yield f"证书已换发，原编号 {'、'.join(one.number for one in before)}"
    for last in certificates[-1:]:
        if last.status == CertificateStatus.REVOKED:
            yield f"证书已撤销，编号 {last.number}"


def _as_enrolled(enrolment: Enrolment) -> Person:
    candidate, result = enrolment.candidate, enrolment.result
    return Person(
        name=candidate.name,
        sex=candidate.get_sex_display(),
        birth_date=candidate.birth_date,
        document_type=candidate.get_document_type_display(),
        document_number=candidate.document_number,
        theory=result.theory,
        practical=result.practical,
        grade=result.grade,
    )


def _as_printed(enrolment: Enrolment, last: Certificate) -> Person:
    """Return what was printed; a corrected document number brings its own sex and date of birth."""
    candidate, document_number = enrolment.candidate, last.document_number
    told = facts_in_number(DocumentType(last.document_type), document_number)
    born, sex = told or (candidate.birth_date, None)
    return Person(
        name=last.holder_name,
        sex=sex.label if sex else candidate.get_sex_display(),
        birth_date=born,
        document_type=last.get_document_type_display(),
        document_number=document_number,
        theory=last.theory,
        practical=last.practical,
        grade=last.grade,
        number=last.number if last.stands else "",
        issued_on=last.issued_on if last.stands else None,
        note=note_of(enrolment),
    )
