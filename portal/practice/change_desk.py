"""Certificates that are revoked, corrected and replaced: asked for by the station, decided by the centre."""

from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models import User
from certificates.changes.asking import ask_change
from certificates.changes.forms import ChangeForm, CorrectionOfCertificateForm
from certificates.models import Certificate, CertificateChange, ChangeKind
from ostami import clock
from portal.practice.days import Journey
from portal.practice.forms import filled, typed
from portal.practice.people import PracticePerson
from portal.practice.scenes import NEVER
from portal.practice.station_desk import Desk
from workflow.lifecycle import perform


@dataclass(frozen=True, slots=True)
class Asked:
    """A change that a station asks for, and what the centre says, in days from today.

    Attributes:
        holder: whose certificate.
        kind: what is asked for.
        reason: why.
        asked: when the station asks.
        name: of a correction, the name to be printed.
        decided: when the centre decides.
        refusal: why the centre refuses; it grants where this is empty.
    """

    holder: PracticePerson
    kind: ChangeKind
    reason: str
    asked: int
    name: str = ""
    decided: int = NEVER
    refusal: str = ""


def change_story(desk: Desk, centre: User, asked: Asked, *, today: date) -> Journey:
    """Ask for a change of somebody's certificate, and have it decided."""
    yield today + timedelta(asked.asked)
    change = _asked(desk.login, asked)
    yield today + timedelta(asked.decided)
    perform(change, "refuse" if asked.refusal else "approve", actor=centre, reason=asked.refusal)


def _asked(station: User, asked: Asked) -> CertificateChange:
    correction = asked.kind == ChangeKind.CORRECT
    facts = {"reason": asked.reason, **({"holder_name": asked.name} if correction else {})}
    page = CorrectionOfCertificateForm if correction else ChangeForm
    form = filled(page(typed(facts), actor=station, kind=asked.kind))
    holder = {"enrolment__candidate__user__username": asked.holder.username}
    return ask_change(
        certificate=Certificate.objects.standing().get(**holder),
        kind=asked.kind,
        reason=form.cleaned_data["reason"],
        facts=form.facts,
        actor=station,
        at=clock.now(),
    )
