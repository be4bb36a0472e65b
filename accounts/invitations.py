"""Invitations: a person gets a login by a mailed link, on whose page they choose the password themselves.

The login exists from the invitation on, closed. The link is worth as much as the login's unusable password,
which changes with every invitation, when the password is chosen, and when the login is closed.
"""

from datetime import timedelta
from itertools import chain, count

from django.conf import settings
from django.db import transaction

from accounts.first_access import lock_user
from accounts.links import make_link_token, read_link_token
from accounts.models import Organisation, User
from accounts.names import login_key
from accounts.rights import Role
from accounts.services import set_own_password
from ostami.problems import BlockedError, Problem
from ostami.sealing import keyed_digest

PURPOSE = "invitation"
GONE = Problem(
    "邀请已使用过、已被新的邀请代替，或已停用",
    remedy="设置过密码的请直接登录；其他情况请联系邀请您的单位重新邀请",
)


def make_invited_login(
    *, person_name: str, place: str, role: Role, organisation: Organisation, email: str, phone: str = ""
) -> User:
    """Make a closed login named ``person_name@place``, numbered where somebody has that name."""
    return User.objects.create_user(
        free_login_name(person_name, place),
        role=role,
        organisation=organisation,
        person_name=person_name,
        email=email,
        phone=phone,
        is_active=False,
    )


def free_login_name(name: str, place: str) -> str:
    """Return ``name@place``, with the first number behind the name that makes it nobody else's."""
    candidates = (f"{name}{number}@{place}" for number in chain([""], count(2)))
    users = User.objects.get_queryset()
    return next(one for one in candidates if not users.filter(login_key=login_key(one)).exists())


@transaction.atomic
def new_invitation(*, login: User, email: str) -> str:
    """Close a login, whatever opened it before, and return the token of the link that opens it again."""
    stored = _closed(login)
    stored.email = email
    stored.save(update_fields=["email"])
    return make_link_token(PURPOSE, f"{stored.pk}:{_state(stored)}")


@transaction.atomic
def close_login(login: User) -> None:
    """Close a login: no password and no link opens it, and every session ends with the next request."""
    _closed(login)


def invited_login(token: str) -> User:
    """Return the login that a mailed token opens.

    Raises:
        BlockedError: the link ran out, was changed, was used, or a later act took its worth.
    """
    payload = read_link_token(PURPOSE, token, timedelta(hours=settings.INVITATION_HOURS))
    key, _, state = payload.partition(":")
    login = User.objects.get_queryset().select_related("organisation").filter(pk=key, is_active=False).first()
    if login is None or _state(login) != state:
        raise BlockedError([GONE])
    return login


@transaction.atomic
def accept_invitation(*, token: str, password: str) -> User:
    """Open the login with the password that its person chose, already judged.

    Raises:
        BlockedError: as `invited_login`; of two who use a link at one instant, one.
    """
    lock_user(invited_login(token))
    login = invited_login(token)
    login.is_active = True
    login.save(update_fields=["is_active"])
    set_own_password(user=login, password=password)
    return login


def _closed(login: User) -> User:
    stored = lock_user(login)
    stored.is_active, stored.must_change_password = False, False
    stored.set_unusable_password()
    stored.save(update_fields=["is_active", "must_change_password", "password"])
    return stored


def _state(login: User) -> str:
    return keyed_digest(login.password, purpose="invitation")
