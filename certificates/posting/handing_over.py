"""Handing certificates over to the people who earned them, or to somebody in their place."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.rights import Perm, need
from batches.models import Batch
from certificates.models import Certificate, CertificateQuerySet, Handover
from certificates.posting.parcels import lying_at_station, parcels_of
from ostami import clock
from ostami.problems import Problem, refuse_if
from workflow.many import perform_all


def not_collected(batch: Batch) -> CertificateQuerySet:
    """Return the certificates that have arrived at the station and wait for their holders (未领取)."""
    return lying_at_station(Certificate.objects.filter(enrolment__batch=batch)).in_roster_order()


@transaction.atomic
def hand_over(
    *, certificates: Sequence[Certificate], taken_on: date, taken_by: str = "", actor: User, at: datetime
) -> list[Handover]:
    """Record that certificates were handed over.

    Args:
        certificates: which, of one batch.
        taken_on: the day; not before the parcel's arrival was confirmed.
        taken_by: who took them in their holders' place; empty where each holder came.
        actor: who records it, at the station.
        at: when it is recorded.

    Raises:
        Http404: a certificate isn't in the actor's scope.
        PermissionDenied: the actor's role hands nothing over.
        BlockedError: a certificate hasn't arrived, or was handed over already, or the day can't be.
    """
    need(actor, Perm.SHIPMENT_RECEIVE)
    refuse_if(_problems(certificates, taken_on, today=clock.day_of(at)))
    moved = perform_all(certificates, "hand_over", actor=actor, at=at)
    parcels = parcels_of(moved)
    rows = [
        Handover(
            certificate=one,
            shipment=parcels[one.pk],
            taken_on=taken_on,
            taken_by=taken_by or one.holder_name,
            own=not taken_by,
            recorded_by=actor,
            recorded_at=at,
        )
        for one in moved
    ]
    return Handover.objects.bulk_create(rows)


def _problems(certificates: Sequence[Certificate], taken_on: date, *, today: date) -> Iterator[Problem]:
    if not certificates:
        yield Problem("请勾选已领取的证书", field="certificates")
    if taken_on > today:
        yield Problem("领取日期不能晚于今天", remedy="请填写实际领取的日期", field="taken_on")
    arrivals = [one.received_at for one in parcels_of(certificates).values() if one.received_at]
    last = max((clock.day_of(one) for one in arrivals), default=taken_on)
    if taken_on < last:
        yield Problem(f"领取日期早于邮寄件的签收日期 {last}", remedy="请核对领取日期", field="taken_on")
