"""Parcels with certificates."""

from collections.abc import Sequence
from datetime import date, datetime

from accounts.models import User
from batches.models import Batch
from certificates.models import Certificate, Shipment
from certificates.posting.shipping import Parcel, ship, unsent
from tests.factories import exam
from workflow.lifecycle import perform

SENT_ON = date(2026, 9, 10)
ARRIVED_ON = date(2026, 9, 12)


def noon(day: date = SENT_ON) -> datetime:
    return exam.noon(day)


def sent(
    batch: Batch,
    by: User,
    certificates: Sequence[Certificate] | None = None,
    *,
    number: str = "SF1001",
    sent_on: date = SENT_ON,
) -> Shipment:
    """A parcel with all that wasn't sent yet, or with the certificates named."""
    inside = list(unsent(batch)) if certificates is None else certificates
    parcel = Parcel(carrier="顺丰速运", tracking_number=number, sent_on=sent_on)
    return ship(batch=batch, certificates=inside, parcel=parcel, actor=by, at=noon())


def arrived(batch: Batch, by: User) -> Shipment:
    """A parcel with all of the batch's certificates, confirmed by its station."""
    station = batch.station.organisation.users.get()
    return perform(sent(batch, by), "receive", actor=station, at=noon(ARRIVED_ON))
