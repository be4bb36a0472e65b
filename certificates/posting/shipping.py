"""Posting certificates of a batch in a parcel (guide 4.6-7)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from accounts.rights import Perm
from batches.models import Batch
from certificates.models import (
    Certificate,
    CertificateChange,
    CertificateQuerySet,
    CertificateStatus,
    ChangeKind,
    ChangeStatus,
    SettlementStatus,
    Shipment,
)
from certificates.posting.guards import day_problem, not_shippable, tracked_before
from certificates.services import CERTIFIED
from exams.held import held_batch
from ostami import clock
from ostami.problems import BlockedError, Problem, refuse_if
from workflow import audit
from workflow.many import perform_all


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is written on a parcel, and when it went; one that the station fetched has no number."""

    carrier: str
    tracking_number: str
    sent_on: date
    addressee: str = ""
    note: str = ""


def unsent(batch: Batch) -> CertificateQuerySet:
    """Return the batch's certificates that are still at the management station, in roster order.

    Each is marked with `replaced`: whether it stands for a lost one.
    """
    granted = CertificateChange.objects.filter(kind=ChangeKind.REPLACE, status=ChangeStatus.DONE)
    replaced = Exists(granted.filter(certificate=OuterRef("pk")))
    waiting = Certificate.objects.filter(enrolment__batch=batch, status=CertificateStatus.ISSUED)
    return waiting.annotate(replaced=replaced).in_roster_order()


def batches_to_ship(user: User) -> QuerySet[Batch]:
    """Return the certified, settled batches in scope of which certificates are still to be posted."""
    here = Certificate.objects.filter(enrolment__batch=OuterRef("pk"), status=CertificateStatus.ISSUED)
    settled = Q(settlement__isnull=True) | Q(settlement__status=SettlementStatus.CONFIRMED)
    return Batch.objects.visible_to(user).filter(settled, Exists(here), status__in=CERTIFIED)


@transaction.atomic
def ship(
    *, batch: Batch, certificates: Sequence[Certificate], parcel: Parcel, actor: User, at: datetime
) -> Shipment:
    """Register a parcel with certificates of a batch; they are on their way from here on.

    Args:
        batch: a certified batch.
        certificates: which of its certificates lie in the parcel.
        parcel: carrier, number and day.
        actor: who sends it, at management.
        at: when it is registered.

    Raises:
        Http404: batch or certificate isn't in the actor's scope.
        PermissionDenied: the actor's role posts nothing.
        BlockedError: nothing can be posted, a certificate went already, or the parcel is known.
    """
    batch = held_batch(batch, actor=actor, right=Perm.SHIP)
    refuse_if(_problems(batch, certificates, parcel, today=clock.day_of(at)))
    shipment = _stored(batch, parcel, actor)
    moved = perform_all(certificates, "post", actor=actor, at=at)
    shipment.certificates.set(moved)
    deed = "交考试站取走了" if shipment.was_fetched else "寄出了"
    sentence = f"{deed} {len(moved)} 本证书（{shipment}）"
    audit.record(shipment, action="ship", sentence=sentence, actor=actor, at=at)
    return shipment


def _problems(
    batch: Batch, certificates: Sequence[Certificate], parcel: Parcel, *, today: date
) -> Iterator[Problem]:
    yield from not_shippable(batch)
    if not certificates:
        yield Problem("请勾选邮寄件内的证书", field="certificates")
    inside = Certificate.objects.filter(pk__in=[one.pk for one in certificates]).order_by()
    if inside.exclude(enrolment__batch=batch).exists():
        yield Problem("所选证书不全是本批次的", remedy="请刷新页面后重新勾选", field="certificates")
    yield from day_problem(parcel.sent_on, certificates=list(certificates), today=today)
    yield from tracked_before(parcel.carrier, parcel.tracking_number)


def _stored(batch: Batch, parcel: Parcel, actor: User) -> Shipment:
    """Store the parcel; somebody else may have registered its number at this very moment."""
    try:
        with transaction.atomic():
            return Shipment.objects.create(
                batch=batch,
                carrier=parcel.carrier,
                tracking_number=parcel.tracking_number,
                addressee=parcel.addressee,
                note=parcel.note,
                sent_on=parcel.sent_on,
                sent_by=actor,
            )
    except IntegrityError:
        problems = tuple(tracked_before(parcel.carrier, parcel.tracking_number))
        raise BlockedError(problems or [Problem("运单没有保存", remedy="请重新提交")]) from None
