"""Certificates on their way: posted by management, received and handed over by the station."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models import User
from batches.models import Batch
from certificates.models import Certificate, Shipment
from certificates.posting.forms import HandoverForm, ShipForm
from certificates.posting.handing_over import hand_over, not_collected
from certificates.posting.shipping import Parcel, ship, unsent
from ostami import clock
from portal.practice.days import Journey
from portal.practice.exam_scenes import batch_of
from portal.practice.forms import filled, typed
from portal.practice.people import PracticePerson
from portal.practice.scenes import Scene
from portal.practice.station_desk import Desk
from workflow.lifecycle import perform

CARRIER = "演练快递"
# Days from the posting to the arrival, and to the handing over.
ARRIVAL, HANDOVER = 3, 4


@dataclass(frozen=True, slots=True)
class Taken:
    """Who has taken certificates; in the holders' place where `by` names somebody."""

    holders: tuple[PracticePerson, ...]
    by: str = ""


def sent_story(desk: Desk, scene: Scene, *, days: int, number: str, today: date) -> Journey:
    """Post all certificates of a batch, `days` from today."""
    yield today + timedelta(days)
    sent(desk.management, batch_of(desk, scene, today=today), number)


def handed_over_story(
    desk: Desk, scene: Scene, taken: Iterable[Taken], *, days: int, number: str, today: date
) -> Journey:
    """Post all certificates of a batch; the station confirms their arrival, and some are taken."""
    yield today + timedelta(days)
    batch = batch_of(desk, scene, today=today)
    parcel = sent(desk.management, batch, number)
    yield today + timedelta(days + ARRIVAL)
    perform(parcel, "receive", actor=desk.login)
    yield today + timedelta(days + HANDOVER)
    for one in taken:
        handed_over(desk.login, batch, one)


def sent(management: User, batch: Batch, number: str) -> Shipment:
    """Post what wasn't posted yet."""
    facts = {
        "carrier": CARRIER,
        "tracking_number": number,
        "sent_on": clock.today(),
        "addressee": "考务办公室",
        "certificates": [str(one.pk) for one in unsent(batch)],
    }
    told = dict(filled(ShipForm(typed(facts), actor=management, waiting=unsent(batch))).cleaned_data)
    inside: list[Certificate] = list(told.pop("certificates"))
    return ship(batch=batch, certificates=inside, parcel=Parcel(**told), actor=management, at=clock.now())


def handed_over(station: User, batch: Batch, taken: Taken) -> None:
    """Record who took certificates of a batch today."""
    names = [person.username for person in taken.holders]
    mine = not_collected(batch).filter(enrolment__candidate__user__username__in=names)
    facts = {
        "certificates": [str(one.pk) for one in mine],
        "taken_on": clock.today(),
        "taken_by": taken.by,
    }
    form = filled(HandoverForm(typed(facts), actor=station, waiting=not_collected(batch)))
    hand_over(actor=station, at=clock.now(), **form.cleaned_data)
