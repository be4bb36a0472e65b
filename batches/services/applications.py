"""A batch application as a whole (guide 4.5.1)."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from batches.guards import too_soon
from batches.models import Batch
from batches.services.opening import lock_open
from ostami import clock
from ostami.problems import refuse_if
from stations.guards import idle
from stations.models import Station
from workflow import audit

FACTS = ("scheme", "candidate_type", "exam_date", "place")


@transaction.atomic
def make_batch(
    *,
    station: Station,
    actor: User,
    scheme: str,
    candidate_type: str,
    exam_date: date,
    place: str,
    at: datetime | None = None,
) -> Batch:
    """Begin a station's application for a batch; it has no number and takes nothing until it is submitted.

    Raises:
        BlockedError: the exam lies less than thirty days ahead (guide 4.5.1-2), the station is suspended, or
            its licence expired.
    """
    instant = at or clock.now()
    refuse_if([*idle(station, on=clock.day_of(instant)), *too_soon(exam_date, at=instant)])
    facts = {"scheme": scheme, "candidate_type": candidate_type, "exam_date": exam_date, "place": place}
    batch = Batch.objects.create(station=station, **facts)
    audit.record(batch, action="make", sentence="开始填写批次申请", actor=actor, at=at)
    return batch


@transaction.atomic
def change_batch(
    *,
    batch: Batch,
    actor: User,
    scheme: str,
    candidate_type: str,
    exam_date: date,
    place: str,
    at: datetime | None = None,
) -> Batch:
    """Change what an open application says of the batch as a whole.

    Raises:
        BlockedError: the application isn't open, or the exam lies too near (guide 4.5.1-2).
    """
    batch = lock_open(batch)
    refuse_if(too_soon(exam_date, at=at or clock.now()))
    before = _shown(batch)
    batch.scheme, batch.candidate_type, batch.exam_date, batch.place = (
        scheme,
        candidate_type,
        exam_date,
        place,
    )
    batch.save(update_fields=FACTS)
    changes = {label: (before[label], new) for label, new in _shown(batch).items() if before[label] != new}
    if changes:
        audit.record(batch, action="change", sentence="修改了批次申请", actor=actor, at=at, changes=changes)
    return batch


def _shown(batch: Batch) -> dict[str, Any]:
    return {
        "评价类别": batch.get_scheme_display(),
        "考生类型": batch.get_candidate_type_display(),
        "考试日期": batch.exam_date,
        "考试地点": batch.place,
    }
