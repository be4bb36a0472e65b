"""Organisations, people and their document numbers; all fictitious."""

from datetime import date
from itertools import count

from accounts.identity import DocumentType, Sex, check_digit, facts_in_number
from accounts.models import Organisation, OrganisationKind, User
from accounts.rights import Role
from candidates.models import Candidate, Consent
from candidates.person.privacy import CURRENT_VERSION
from ostami import clock

PASSWORD = "spindle-lathe-47"
_serial = count(1)


def document_number(*, born: date = date(2006, 3, 15), serial: int | None = None) -> str:
    """Make a number with a right check digit in an area that doesn't exist: 990101 for a `serial`.

    Without one it is a woman's (even serial) that no other call of this run was given: a day has 500
    of them in an area, then the next area's begin.
    """
    area = 990101
    if serial is None:
        turn, place = divmod(next(_serial), 500)
        area, serial = area + turn, 2 * place
    head = f"{area}{born:%Y%m%d}{serial:03d}"
    return head + check_digit(head)


def organisation(kind: OrganisationKind, name: str, code: str, **facts: object) -> Organisation:
    return Organisation.objects.create(kind=kind, name=name, code=code, **facts)


def user(username: str, role: Role, organisation: Organisation | None = None, **facts: object) -> User:
    return User.objects.create_user(username, PASSWORD, role=role, organisation=organisation, **facts)


def candidate(
    name: str,
    *,
    number: str | None = None,
    born: date = date(2006, 3, 15),
    kind: DocumentType = DocumentType.RESIDENT_ID,
) -> Candidate:
    number = number or document_number(born=born)
    told = facts_in_number(kind, number)
    login = user(f"考生{name}{next(_serial)}", Role.CANDIDATE, person_name=name)
    person = Candidate(
        user=login,
        name=name,
        document_type=kind,
        sex=told[1] if told else Sex.FEMALE,
        birth_date=born,
        phone="13900000000",
    )
    person.document_number = number
    person.save()
    Consent.objects.create(user=login, version=CURRENT_VERSION, agreed_at=clock.now())
    return person
