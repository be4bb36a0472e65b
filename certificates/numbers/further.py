"""Numbers from the centre's list for certificates that take another's place, whose first one is used."""

from collections.abc import Iterator

from batches.models import Batch
from candidates.models import Enrolment
from certificates.models import AssignedNumber, CertificateChange, ChangeKind
from certificates.numbers.borne import ISSUED, borne
from certificates.numbers.sources import Source, source_of
from ostami.problems import Problem
from workflow.lifecycle import Step

REMEDY = "请指导中心先在该批次的“证书编号”页面导入新的编号"
SAME_NUMBER = (ChangeKind.REVOKE, ChangeKind.REPLACE)


def unusable(enrolment: Enrolment, assigned: AssignedNumber | None) -> Iterator[Problem]:
    """Yield why a candidate's assigned number can't go onto a certificate."""
    name = enrolment.candidate.name
    if assigned is None:
        yield Problem(f"{name}没有指定编号", remedy=REMEDY)
    elif borne([assigned.number], by=ISSUED):
        yield Problem(f"{name}的指定编号 {assigned} 已用于证书", remedy=REMEDY)


def number_at_hand(step: Step[CertificateChange]) -> Iterator[Problem]:
    """A certificate that takes another's place has a number of its own, imported by then if need be."""
    change = step.case
    if change.kind not in SAME_NUMBER and source_of(change.certificate.batch) is Source.ASSIGNED:
        yield from _unusable(change)


def further_missing(batch: Batch) -> Iterator[Problem]:
    """Yield which changes of a batch's certificates wait for a number to be imported."""
    if source_of(batch) is not Source.ASSIGNED:
        return
    waiting = CertificateChange.objects.awaiting().exclude(kind__in=SAME_NUMBER)
    found = waiting.filter(certificate__enrolment__batch=batch).order_by("pk")
    for change in found.select_related("certificate__enrolment__candidate"):
        yield from _unusable(change)


def _unusable(change: CertificateChange) -> Iterator[Problem]:
    enrolment = change.certificate.enrolment
    yield from unusable(enrolment, AssignedNumber.objects.filter(enrolment=enrolment).first())
