"""The public lookup by any two of name, document number and certificate number (guide 2.6)."""

import re
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, OuterRef, Subquery, Value, When

from accounts.identity import (
    DocumentType,
    clean_document_number,
    document_index,
    mask_number,
    number_problem,
)
from accounts.names import clean_person_name, fold
from certificates.models import Certificate, FormerCertificate
from certificates.models.certificates import CertificateQuerySet
from ostami.problems import Problem

LEAST_FACTS = 2
MOST_FOUND = 50
NEWEST = ("-issued_on", "number")
NUMBER_MAX = 60
# So many digits can only mean a number of eighteen, with or without a slip.
EIGHTEEN_MEANT = re.compile(r"\d{12,}X?")
EIGHTEEN_DIGITS = (DocumentType.RESIDENT_ID, DocumentType.RESIDENCE_PERMIT, DocumentType.FOREIGN_PERMANENT)
NUMBER_SHAPE = re.compile(r"[A-Z0-9-]{6,30}")


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody knows of a certificate, cleaned; empty where they know nothing."""

    name: str = ""
    document_number: str = ""
    number: str = ""

    @classmethod
    def typed(cls, *, name: str = "", document_number: str = "", number: str = "") -> "Query":
        """Clean what was typed: spaces, full-width forms and letter case make no difference."""
        return cls(clean_person_name(name), clean_document_number(document_number), fold(number).upper())

    @property
    def given(self) -> list[str]:
        """The words for what is known."""
        facts = {"姓名": self.name, "证件号码": self.document_number, "证书编号": self.number}
        return [label for label, fact in facts.items() if fact]

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing is left to guess: all three facts are known."""
        return len(self.given) > LEAST_FACTS


def query_problems(query: Query, *, today: date) -> list[Problem]:
    """Return what keeps a query from being asked: too little known, or a number that no document can have."""
    problems = []
    if len(query.given) < LEAST_FACTS:
        missing = [label for label in ("姓名", "证件号码", "证书编号") if label not in query.given]
        problems.append(
            Problem("姓名、证件号码、证书编号须填写任意两项", "2.6", f"请再填写{_either(missing)}")
        )
    if query.document_number and (problem := document_problem(query.document_number, today=today)):
        problems.append(problem)
    if query.number and not NUMBER_SHAPE.fullmatch(query.number):
        problems.append(
            Problem("证书编号由字母和数字组成", remedy="请对照证书逐位核对后重新填写", field="number")
        )
    return problems


def _either(missing: list[str]) -> str:
    return "其中两项" if len(missing) > LEAST_FACTS else "或".join(missing)


def document_problem(number: str, *, today: date) -> Problem | None:
    """Return what is wrong with a cleaned document number of unknown kind, or None if some kind fits it."""
    eighteen_meant = EIGHTEEN_MEANT.fullmatch(number)
    kinds = EIGHTEEN_DIGITS if eighteen_meant else tuple(DocumentType)
    if any(number_problem(kind, number, today=today) is None for kind in kinds):
        return None
    if eighteen_meant:
        return number_problem(DocumentType.RESIDENT_ID, number, today=today)
    return Problem("证件号码的格式不符", remedy="请对照证件逐位核对后重新填写", field="document_number")


@dataclass(frozen=True, slots=True)
class PublicCertificate:
    """What the public may see of a certificate: no scores, no photo, no phone, and the facts it knew.

    Attributes:
        certificate: the portal's own, or one of the time before.
        holder_name: in full if it was typed.
        document_number: in full if it was typed.
        number: in full if it was typed.
        successor: the number of the certificate that it was reissued as; empty where it wasn't.
    """

    certificate: Certificate | FormerCertificate
    holder_name: str
    document_number: str
    number: str
    successor: str = ""


def mask_name(name: str) -> str:
    """Return a name as the public sees it: the first character, the rest as stars."""
    return name[:1] + "*" * (len(name) - 1)


def look_up(query: Query, *, scheme: str = "") -> list[PublicCertificate]:
    """Return the certificates that match all of `query`, newest first; two database queries, hit or miss.

    What the asker typed is shown in full, the rest masked.

    Args:
        query: at least two facts.
        scheme: a `Scheme`, to look among its certificates alone; all where it is empty.
    """
    facts = _facts(query) | ({"scheme": scheme} if scheme else {})
    own = _with_latest(Certificate.objects.filter(**facts)).order_by(*NEWEST)[:MOST_FOUND]
    former = FormerCertificate.objects.filter(**facts).order_by(*NEWEST)[:MOST_FOUND]
    found = sorted([*own, *former], key=lambda one: one.issued_on, reverse=True)
    return [_public(certificate, query) for certificate in found[:MOST_FOUND]]


def _with_latest(certificates: CertificateQuerySet) -> CertificateQuerySet:
    """Add `latest`: the number at the end of a certificate's reissues, all of one enrolment, or nothing."""
    line = Certificate.objects.filter(enrolment=OuterRef("enrolment")).order_by("-pk")
    newest = Subquery(line.values("number")[:1])
    return certificates.annotate(latest=Case(When(replaced_by__isnull=False, then=newest), default=Value("")))


def _facts(query: Query) -> dict[str, str]:
    facts: dict[str, str] = {}
    if query.name:
        facts["holder_name"] = query.name
    if query.document_number:
        facts["document_index"] = document_index(query.document_number)
    if query.number:
        facts["number"] = query.number
    return facts


def _public(certificate: Certificate | FormerCertificate, query: Query) -> PublicCertificate:
    return PublicCertificate(
        certificate,
        query.name or mask_name(certificate.holder_name),
        query.document_number or mask_number(certificate.document_number),
        query.number or mask_number(certificate.number),
        mask_number(getattr(certificate, "latest", "")),
    )
