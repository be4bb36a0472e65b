"""People's own logins in an organisation: how far each is, opened with a first password, and shut."""

from dataclasses import dataclass

from django.db import models

from accounts.first_access import lock_user
from accounts.invitations import free_login_name
from accounts.models import Organisation, User
from accounts.rights import Role


class LoginState(models.TextChoices):
    """How far a person's own login is."""

    NONE = "none", "未开通"
    FIRST = "first", "首次密码待修改"
    OPEN = "open", "已开通"
    ENDED = "ended", "已停用"


@dataclass(frozen=True, slots=True)
class IssuedLogin:
    """A login with its first password, which is told this once."""

    login: User
    password: str


def login_state(login: User | None) -> LoginState:
    """Return how far a login is."""
    if login is None:
        return LoginState.NONE
    if not login.is_active:
        return LoginState.ENDED
    return LoginState.FIRST if login.must_change_password else LoginState.OPEN


def lets_in(login: User | None) -> bool:
    """Tell whether there is a login, and it opens."""
    return login_state(login) in {LoginState.FIRST, LoginState.OPEN}


def new_login(
    *, person_name: str, role: Role, organisation: Organisation, email: str = "", phone: str = ""
) -> User:
    """Make a login named ``person_name@code`` that nothing opens until it is given a first password."""
    return User.objects.create_user(
        free_login_name(person_name, organisation.code),
        role=role,
        organisation=organisation,
        person_name=person_name,
        email=email,
        phone=phone,
    )


def reopened(login: User) -> User:
    """Lock a shut login, and let the next first password open it."""
    return _switched(login, on=True)


def shut_login(login: User) -> None:
    """Shut a login: no password opens it, and every session ends with the next request."""
    _switched(login, on=False)


def reach_login(login: User, *, phone: str, email: str) -> None:
    """Store how a login's person is reached; reset links go to the address."""
    stored = lock_user(login)
    stored.phone, stored.email = phone, email
    stored.save(update_fields=["phone", "email"])


def _switched(login: User, *, on: bool) -> User:
    stored = lock_user(login)
    stored.is_active = on
    stored.save(update_fields=["is_active"])
    return stored
