"""The last stage of a candidate's way: the certificate."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from candidates.models import Enrolment
from candidates.progress import Stage, StageState, may_sit
from certificates.models import Certificate
from exams.grading import PASSING
from exams.models import PUBLISHED, Result


def certificate_stages(enrolments: Sequence[Enrolment], at: datetime) -> Mapping[int, Stage]:
    """Return whether each certificate is issued, awaited, or won't come."""
    keys = [one.pk for one in enrolments if one.batch.status in PUBLISHED]
    issued = {row.enrolment_id: row for row in Certificate.objects.standing().filter(enrolment__in=keys)}
    passed = Result.objects.filter(enrolment__in=keys, grade__in=sorted(PASSING))
    passing = set(passed.values_list("enrolment", flat=True))
    return {one.pk: _stage(one, issued.get(one.pk), at, passed=one.pk in passing) for one in enrolments}


def _stage(enrolment: Enrolment, issued: Certificate | None, at: datetime, *, passed: bool) -> Stage:
    if issued is not None:
        words = f"{issued.issued_on} 核发，编号 {issued.number}"
        return Stage("证书", StageState.DONE, words, issued.get_absolute_url())
    if enrolment.batch.status in PUBLISHED:
        if passed:
            return Stage("证书", StageState.CURRENT, "成绩合格，等待指导中心核发")
        return Stage("证书", StageState.STOPPED, "成绩未合格，没有证书")
    return Stage("证书", StageState.AHEAD if may_sit(enrolment, at) else StageState.STOPPED)
