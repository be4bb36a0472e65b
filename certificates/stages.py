"""The last stage of a candidate's way: the certificate."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import QuerySet

from candidates.models import Enrolment
from candidates.progress import Stage, StageState, may_sit
from certificates.models import Certificate, CertificateStatus
from certificates.posting.way import way_of
from exams.grading import PASSING
from exams.models import PUBLISHED, Result


def certificate_stages(enrolments: Sequence[Enrolment], at: datetime) -> Mapping[int, Stage]:
    """Return whether each certificate is issued, awaited, revoked, or won't come."""
    keys = [one.pk for one in enrolments if one.batch.status in PUBLISHED]
    standing = Certificate.objects.standing().filter(enrolment__in=keys)
    issued = {row.enrolment_id: row for row in standing.prefetch_related("handovers", "shipments")}
    revoked = {row.enrolment_id: row for row in _revoked(keys) if row.enrolment_id not in issued}
    passed = Result.objects.filter(enrolment__in=keys, grade__in=sorted(PASSING))
    passing = set(passed.values_list("enrolment", flat=True))
    return {
        one.pk: _revocation(revoked[one.pk])
        if one.pk in revoked
        else _stage(one, issued.get(one.pk), at, passed=one.pk in passing)
        for one in enrolments
    }


def _revoked(enrolments: Sequence[int]) -> QuerySet[Certificate]:
    """Return the revoked certificates, the newest of an enrolment last."""
    ended = Certificate.objects.filter(enrolment__in=enrolments, status=CertificateStatus.REVOKED)
    return ended.order_by("pk")


def _revocation(certificate: Certificate) -> Stage:
    return Stage("证书", StageState.STOPPED, "证书已撤销", certificate.get_absolute_url())


def _stage(enrolment: Enrolment, issued: Certificate | None, at: datetime, *, passed: bool) -> Stage:
    if issued is not None:
        words = "；".join((f"{issued.issued_on} 核发，编号 {issued.number}", *way_of(issued)))
        return Stage("证书", StageState.DONE, words, issued.get_absolute_url())
    if enrolment.batch.status in PUBLISHED:
        if passed:
            return Stage("证书", StageState.CURRENT, "成绩合格，等待指导中心核发")
        return Stage("证书", StageState.STOPPED, "成绩未合格，没有证书")
    return Stage("证书", StageState.AHEAD if may_sit(enrolment, at) else StageState.STOPPED)
