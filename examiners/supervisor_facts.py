"""What the roster says about a supervisor, as typed, and what is wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import Organisation
from accounts.names import clean_person_name, fold
from examiners.models import Supervisor
from examiners.models.officers import SupervisorQuerySet
from ostami.problems import Problem
from stations.models import Station

SAME_PERSON = ("person_name", "employer", "phone")


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisorFacts:
    """What the roster says about a supervisor, as typed.

    Attributes:
        person_name: spaces and middle dots in any spelling.
        employer: where the person works, in full.
        valid_from: first day of the appointment.
        valid_to: last day of the appointment, included.
        certificate_number: empty for the next one of the series, or to keep the one held.
        station: the station at which an appointee works; never supervised by that person.
        province: by its name in GB/T 2260, or empty.
        phone: may be empty.
        email: may be empty; the invitation to log in goes there.
    """

    person_name: str
    employer: str
    valid_from: date
    valid_to: date
    certificate_number: str = ""
    station: Station | None = None
    province: str = ""
    phone: str = ""
    email: str = ""

    def columns(self) -> dict[str, Any]:
        """Return the stored columns, spellings folded; without the number where none was typed."""
        number = fold(self.certificate_number).upper()
        return {
            "person_name": clean_person_name(self.person_name),
            "employer": fold(self.employer),
            "station": self.station,
            "province": self.province,
            "phone": fold(self.phone),
            "email": self.email,
            "valid_from": self.valid_from,
            "valid_to": self.valid_to,
            **({"certificate_number": number} if number else {}),
        }


def serving_supervisors(organisation: Organisation, *, on: date) -> SupervisorQuerySet:
    """Return a management station's supervisors whose appointment has not run out or been ended."""
    return Supervisor.objects.filter(organisation=organisation, valid_to__gte=on, ended_on__isnull=True)


def number_taken(number: str) -> Problem:
    """The certificate number is another supervisor's."""
    return Problem(
        f"证书编号“{number}”已登记给另一名督导员",
        remedy="请核对编号；每个编号只能登记一次",
        field="certificate_number",
    )


def registered_already(held: Supervisor) -> Problem:
    """The same name, employer and phone number is the same person."""
    return Problem(
        f"{held}（{held.employer}）已登记为督导员，证书编号 {held.certificate_number}",
        remedy="需要改资料或续期的，请打开该督导员的页面办理",
        field="person_name",
    )


def disordered(facts: SupervisorFacts) -> Iterator[Problem]:
    """Yield that the last day lies before the first."""
    if facts.valid_to < facts.valid_from:
        yield Problem(
            f"有效期至 {facts.valid_to} 早于有效期起 {facts.valid_from}",
            remedy="请核对证书上的日期",
            field="valid_to",
        )
