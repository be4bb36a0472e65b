"""Mail to the mailbox of an office, or to a person in it, about what others did in a case."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.mail import send_mail_to
from accounts.models import Organisation, User
from workflow.lifecycle import Step, lifecycle_of


@dataclass(frozen=True, slots=True)
class Deed:
    """What is told: which office or person did what in which case, on which day, and what they said."""

    case: Any
    actor: Organisation | User
    sentence: str
    day: date
    reason: str = ""

    @classmethod
    def of(cls, step: Step[Any]) -> "Deed":
        """Return what a step did, as the case's history says it."""
        sentence = lifecycle_of(type(step.case)).transitions[step.name].sentence
        return cls(step.case, acting(step.actor), sentence, step.day, step.reason)


def acting(user: User) -> Organisation | User:
    """Return in whose name a person acts: the office's, or the own."""
    return user.organisation or user


def tell_office(office: Organisation | None, deed: Deed) -> None:
    """Send a deed to an office; one without a mailbox reads it in the portal."""
    if office is not None and office.email:
        _send(office.email, str(office), deed)


def tell_person(person: User, deed: Deed) -> None:
    """Send a deed to a person: to the own mailbox, or else to that of the person's office."""
    if person.email:
        _send(person.email, str(person), deed)
    else:
        tell_office(person.organisation, deed)


def _send(address: str, addressee: str, deed: Deed) -> None:
    context = {"addressee": addressee, "deed": deed}
    subject = f"{deed.case._meta.verbose_name}办理通知"  # noqa: SLF001  Django's own
    send_mail_to(address=address, subject=subject, template="portal/telling/office.txt", context=context)
