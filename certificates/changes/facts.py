"""The printed facts that a correction changes: the holder's name and document, and the scores."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from accounts.identity import DocumentType, mask_number, number_problem
from certificates.models import Certificate, CertificateChange
from exams.grading import PASSING, grade
from ostami import clock
from ostami.problems import Problem
from ostami.sealing import seal, unseal

HOLDER = {"holder_name": "姓名", "document_type": "证件类型", "document_number": "证件号码"}
SCORES = {"theory": "理论成绩", "practical": "实操成绩"}
FACTS = {**HOLDER, **SCORES}


@dataclass(frozen=True, slots=True)
class Compared:
    """One fact as it is printed and as it should be, in the words of a page."""

    label: str
    old: str
    new: str


def differing(certificate: Certificate, typed: Mapping[str, Any]) -> dict[str, Any]:
    """Return of the typed facts those that were filled in and aren't what is printed."""
    given = {name: typed.get(name) for name in FACTS}
    return {
        name: fact
        for name, fact in given.items()
        if fact not in (None, "") and fact != getattr(certificate, name)
    }


def fact_problems(certificate: Certificate, facts: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield why these facts can't be printed instead: nothing changes, no such document, nobody passed."""
    if not facts:
        yield Problem("没有填写与原证书不同的内容", remedy="请填写需要更正的内容，其余留空")
    if {"document_type", "document_number"} & facts.keys():
        yield from _document_problems(certificate, facts)
    if SCORES.keys() & facts.keys() and new_grade(certificate, facts) not in PASSING:
        yield Problem("更正后的成绩不合格，不能换发证书", "4.6-1", "请改为申请撤销证书")


def _document_problems(certificate: Certificate, facts: Mapping[str, Any]) -> Iterator[Problem]:
    kind = DocumentType(facts.get("document_type", certificate.document_type))
    number = facts.get("document_number", certificate.document_number)
    if problem := number_problem(kind, number, today=clock.today()):
        yield problem


def new_grade(certificate: Certificate, facts: Mapping[str, Any]) -> str:
    """Return the grade that the scores give once the facts are put right (guide 4.6-1)."""
    theory, practical = (facts.get(name, getattr(certificate, name)) for name in SCORES)
    return str(grade(theory, practical))


def as_stored(certificate: Certificate, facts: Mapping[str, Any]) -> dict[str, str]:
    """Return facts as the change's row holds them: the document number sealed for this certificate."""
    stored = {name: str(fact) for name, fact in facts.items()}
    if "document_number" in stored:
        stored["document_number"] = seal(stored["document_number"], place=_place(certificate))
    return stored


def wanted(change: CertificateChange) -> dict[str, Any]:
    """Return the facts that a correction prints instead, as the certificate's fields hold them."""
    facts: dict[str, Any] = dict(change.facts)
    for name in SCORES.keys() & facts.keys():
        facts[name] = Decimal(facts[name])
    if "document_number" in facts:
        facts["document_number"] = unseal(facts["document_number"], place=_place(change.certificate))
    return facts


def _place(certificate: Certificate) -> str:
    return f"certificates.certificatechange.facts:{certificate.uid}"


def compared(change: CertificateChange, *, in_full: bool = False) -> list[Compared]:
    """Return what a correction changes; the grade where scores change.

    Document numbers are masked, unless asked for `in_full` by whoever records the look: two numbers that
    differ in the middle alone look the same.
    """
    certificate, facts = change.certificate, wanted(change)
    rows = [
        Compared(
            label,
            *(_words(name, fact, in_full=in_full) for fact in (getattr(certificate, name), facts[name])),
        )
        for name, label in FACTS.items()
        if name in facts
    ]
    if SCORES.keys() & facts.keys():
        rows.append(Compared("评定成绩", certificate.grade, new_grade(certificate, facts)))
    return rows


def _words(name: str, fact: Any, *, in_full: bool) -> str:
    if name == "document_type":
        return str(DocumentType(fact).label)
    if name == "document_number":
        return str(fact) if in_full else mask_number(fact)
    return f"{fact.normalize():f}" if isinstance(fact, Decimal) else str(fact)


def told(change: CertificateChange) -> dict[str, tuple[str, str]]:
    """Return what the history tells of a correction: scores in full, of the holder only that it changed."""
    holder = set(HOLDER.values())
    return {
        one.label: ("", "已更正") if one.label in holder else (one.old, one.new) for one in compared(change)
    }
