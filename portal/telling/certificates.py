"""Who is told of certificates: paid, issued, posted, arrived, changed; heard after commit."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver

from accounts.mail import mails_are_off
from accounts.models import Organisation, OrganisationKind, User
from batches.models import Batch
from candidates.models import NoticeKind
from certificates.models import CertificateChange, Settlement, SettlementStatus, Shipment
from certificates.settlement.bills import bill_as_stored
from jobs.running import start
from ostami import clock
from portal.telling.jobs import TELL_CANDIDATES
from portal.telling.letters import addressees, letter_of
from portal.telling.offices import Deed, acting, tell_office, tell_person
from workflow.lifecycle import Case, Step, transitioned

# Of a settlement: what the station is told, most of which it has to act on.
TO_STATION = frozenset({"question", "confirm", "recheck", "reopen"})
DECIDED = frozenset({"approve", "refuse"})


@receiver(transitioned, sender=Batch, dispatch_uid="portal.telling.certified")
def batch_certified(sender: type[Batch], step: Step[Batch], **kwargs: Any) -> None:
    """Tell everybody who passed that the certificate is there; the station hears it as of any decision."""
    if step.name == "certify":
        _tell_holders(NoticeKind.CERTIFIED, step.case.pk, actor=step.actor)


@receiver(post_save, sender=Settlement, dispatch_uid="portal.telling.settlement_opened")
@receiver(post_save, sender=Shipment, dispatch_uid="portal.telling.shipment_sent")
@receiver(post_save, sender=CertificateChange, dispatch_uid="portal.telling.change_asked")
def case_begun(sender: type[Case], *, instance: Case, created: bool, **kwargs: Any) -> None:
    """Tell who has to act on a new case; no transition leads to its first status."""
    if created:
        transaction.on_commit(partial(BEGUN[sender], instance.pk))


@receiver(transitioned, sender=Settlement, dispatch_uid="portal.telling.settlement")
def settlement_moved(sender: type[Settlement], step: Step[Settlement], **kwargs: Any) -> None:
    """Tell the station what management says of its payment, and management that slips were sent."""
    station = step.case.audit_organisation
    if step.name in TO_STATION:
        tell_office(station, Deed.of(step))
    elif step.name == "pay":
        tell_office(station.parent, Deed.of(step))


@receiver(transitioned, sender=Shipment, dispatch_uid="portal.telling.shipment")
def shipment_moved(sender: type[Shipment], step: Step[Shipment], **kwargs: Any) -> None:
    """Tell holders whose certificates arrived to come, management of differences, the station of all else.

    Where a difference stands in words alone, nobody can tell whose certificate is missing: no holder is sent
    for in vain.
    """
    station, missing = step.case.audit_organisation, step.case.missing.exists()
    if step.name != "receive":
        tell_office(station, Deed.of(step))
        return
    if missing or step.reason:
        tell_office(station.parent, Deed.of(step))
    if missing or not step.reason:
        _tell_holders(NoticeKind.CERTIFICATE_ARRIVED, step.case.pk, actor=step.actor)


@receiver(transitioned, sender=CertificateChange, dispatch_uid="portal.telling.change")
def change_decided(sender: type[CertificateChange], step: Step[CertificateChange], **kwargs: Any) -> None:
    """Tell whoever asked what was decided; and the holder what was carried out."""
    if step.name in DECIDED:
        tell_person(step.case.requested_by, Deed.of(step))
    if step.name == "approve":
        _tell_holders(NoticeKind.CERTIFICATE_CHANGED, step.case.pk, actor=step.actor)


def _tell_holders(kind: NoticeKind, key: int, *, actor: User) -> None:
    """Start the job that mails them, unless nobody would be reached."""
    if mails_are_off():
        return
    letter = letter_of(kind, key, user=actor)
    if addressees(letter, user=actor).exclude(candidate__user__email="").exists():
        label = f"通知考生：{kind.label}（{letter.batch}）"
        start(TELL_CANDIDATES, owner=actor, label=label, about=kind.value, subject=key)


def _tell_opened(key: int) -> None:
    """Tell the station what it has to pay; what costs nothing is confirmed by then."""
    settlement = Settlement.objects.select_related("batch__station__organisation__parent").get(pk=key)
    if settlement.status != SettlementStatus.OPEN:
        return
    station, bill = settlement.audit_organisation, bill_as_stored(settlement)
    due = f"应付 {bill.total:.2f} 元" if bill.complete else "应付金额待管理站设定收费标准后确定"
    by, day = station.parent or station, clock.day_of(settlement.opened_at)
    tell_office(station, Deed(settlement, by, f"生成了证书结算，{due}", day))


def _tell_sent(key: int) -> None:
    """Tell the station of a parcel, and those whose certificates lie in it."""
    parcels = Shipment.objects.select_related("batch__station__organisation", "sent_by__organisation")
    parcel = parcels.get(pk=key)
    what = f"{parcel.batch}的 {parcel.certificates.count()} 本证书"
    sentence = f"登记了考试站自取{what}" if parcel.was_fetched else f"寄出了{what}，收到后请清点、签收"
    tell_office(parcel.audit_organisation, Deed(parcel, acting(parcel.sent_by), sentence, parcel.sent_on))
    if not parcel.was_fetched:
        _tell_holders(NoticeKind.CERTIFICATE_POSTED, key, actor=parcel.sent_by)


def _tell_asked(key: int) -> None:
    """Tell the centre of what it has to decide."""
    change = CertificateChange.objects.select_related("certificate", "requested_by__organisation").get(pk=key)
    sentence = f"申请{change.get_kind_display()}证书，等待审批"
    day = clock.day_of(change.requested_at)
    deed = Deed(change, acting(change.requested_by), sentence, day, change.reason)
    tell_office(Organisation.objects.filter(kind=OrganisationKind.CENTRE).order_by("pk").first(), deed)


BEGUN: dict[type[Case], Callable[[int], None]] = {
    Settlement: _tell_opened,
    Shipment: _tell_sent,
    CertificateChange: _tell_asked,
}
