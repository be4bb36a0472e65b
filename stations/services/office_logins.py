"""The logins of an office's people: added, reached, given a new first password, shut, opened again."""

from dataclasses import dataclass

from django.db import transaction

from accounts.logins import IssuedLogin, new_login, reach_login, reopened, shut_login
from accounts.models import Organisation, User
from accounts.rights import Role
from ostami.problems import refuse_if
from stations.offices import colleagues_of, not_open, open_already, refuse_others, there_already
from stations.services.issuing import issue_recorded
from workflow import audit


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """A person of an office, clean: the name folded, phone and address empty where unknown."""

    name: str
    phone: str
    email: str


@transaction.atomic
def add_colleague(*, person: Colleague, actor: User) -> IssuedLogin:
    """Give a person of the actor's office a login of their own, in the office's role; audited.

    Raises:
        PermissionDenied: the actor isn't an office's main login.
        BlockedError: the person has a login.
    """
    office = _hold_office(actor)
    refuse_if(there_already(actor, name=person.name, phone=person.phone))
    login = new_login(
        person_name=person.name,
        role=Role(actor.role),
        organisation=office,
        email=person.email,
        phone=person.phone,
    )
    sentence, changes = f"为{login}添加了登录账号", {"登录名": (None, login.username)}
    return issue_recorded(
        login, login, actor=actor, action="add_colleague", sentence=sentence, changes=changes
    )


@transaction.atomic
def change_reach(*, login: User, phone: str, email: str, actor: User) -> User:
    """Store how a colleague is reached; audited. Nothing changed leaves no line.

    Raises:
        PermissionDenied: the actor isn't an office's main login.
        User.DoesNotExist: the login isn't a colleague's.
    """
    held = _hold(login, actor)
    told = {"联系电话": (held.phone, phone), "邮箱": (held.email, email)}
    changes = {label: pair for label, pair in told.items() if pair[0] != pair[1]}
    if changes:
        reach_login(held, phone=phone, email=email)
        sentence = f"修改了{held}的联系方式"
        audit.record(held, action="change_reach", sentence=sentence, actor=actor, changes=changes)
    return held


@transaction.atomic
def renew_colleague_password(*, login: User, actor: User) -> IssuedLogin:
    """Issue a new first password to a colleague: the old one and every session end; audited.

    Raises:
        PermissionDenied: the actor isn't an office's main login.
        User.DoesNotExist: the login isn't a colleague's.
        BlockedError: the login is shut.
    """
    held = _hold(login, actor)
    refuse_if(not_open(held))
    sentence = f"为{held}重新发放了首次登录密码"
    return issue_recorded(held, held, actor=actor, action="renew_password", sentence=sentence)


@transaction.atomic
def end_colleague_login(*, login: User, actor: User) -> User:
    """Shut a colleague's login: no password opens it, and every session ends at once; audited.

    Raises:
        PermissionDenied: the actor isn't an office's main login.
        User.DoesNotExist: the login isn't a colleague's.
        BlockedError: it is shut already.
    """
    held = _hold(login, actor)
    refuse_if(not_open(held))
    shut_login(held)
    audit.record(held, action="end_login", sentence=f"停用了{held}的登录账号", actor=actor)
    return held


@transaction.atomic
def reopen_colleague_login(*, login: User, actor: User) -> IssuedLogin:
    """Open a colleague's shut login again, by a new first password alone; audited.

    Raises:
        PermissionDenied: the actor isn't an office's main login.
        User.DoesNotExist: the login isn't a colleague's.
        BlockedError: it opens already.
    """
    held = _hold(login, actor)
    refuse_if(open_already(held))
    sentence = f"为{held}重新开通了登录账号"
    return issue_recorded(reopened(held), held, actor=actor, action="reopen_login", sentence=sentence)


def _hold_office(actor: User) -> Organisation:
    """Make all who keep the same office's logins wait for each other."""
    refuse_others(actor)
    offices = Organisation.objects.select_for_update(no_key=True).order_by()
    return offices.get(users=actor)


def _hold(login: User, actor: User) -> User:
    """Hold the office, and return its colleague as stored."""
    _hold_office(actor)
    return colleagues_of(actor).get(pk=login.pk)
