"""Verbs on accounts."""

import secrets

from django.db import transaction
from django.dispatch import Signal

from accounts.models import FirstAccess, Organisation, OrganisationKind, User
from accounts.names import login_key
from accounts.rights import Role

# Sent with `user`, in the same transaction; the floor that keeps the history subscribes to it.
password_chosen = Signal()

# Without letters and digits that are mistaken for each other when read from paper.
FIRST_PASSWORD_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105  an alphabet
FIRST_PASSWORD_LENGTH = 12


def new_first_password() -> str:
    """Return a random first password in three groups of four, such as ``k7mw-p2xe-9bqt``."""
    letters = [secrets.choice(FIRST_PASSWORD_ALPHABET) for _ in range(FIRST_PASSWORD_LENGTH)]
    return "-".join("".join(letters[start : start + 4]) for start in range(0, FIRST_PASSWORD_LENGTH, 4))


@transaction.atomic
def issue_first_password(*, user: User) -> str:
    """Give `user` a first password, which opens only the page that changes it, and return it once.

    A window for first access by the code closes: there is one way in at a time.
    """
    password = new_first_password()
    FirstAccess.objects.filter(user=user).delete()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    return password


@transaction.atomic
def set_own_password(*, user: User, password: str) -> None:
    """Store the password that a person chose; sessions with the old one, and first access, end with it."""
    FirstAccess.objects.filter(user=user).delete()
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    password_chosen.send(User, user=user)


def main_login_of(organisation: Organisation) -> User:
    """Return an organisation's main login, making it (without a usable password) where there is none."""
    role = {
        OrganisationKind.STATION: Role.STATION,
        OrganisationKind.MANAGEMENT: Role.MANAGEMENT,
        OrganisationKind.BRANCH: Role.BRANCH,
        OrganisationKind.CENTRE: Role.CENTRE,
        OrganisationKind.APPLICANT: Role.APPLICANT,
    }[OrganisationKind(organisation.kind)]
    existing = User.objects.filter(organisation=organisation, username=organisation.name).first()
    return existing or User.objects.create_user(
        username=organisation.name, role=role, organisation=organisation, email=organisation.email
    )


def is_main_login(user: User) -> bool:
    """Tell whether `user` is the main login of the own organisation, which carries its full name."""
    organisation = user.organisation
    return organisation is not None and user.login_key == login_key(organisation.name)
