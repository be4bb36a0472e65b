"""The logins of a station's staff: granted with a first password, and ended."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from accounts.first_access import lock_user
from accounts.invitations import free_login_name
from accounts.models import User
from accounts.rights import Role
from accounts.services import issue_first_password
from ostami.problems import BlockedError, Problem, refuse_if
from stations.models import StaffMember
from stations.services.staff import shut_login
from stations.services.staffing import hold_member
from stations.staffing import lets_in, own_affair, station_closed
from workflow import audit


@dataclass(frozen=True, slots=True)
class IssuedLogin:
    """A person with their login, and the first password, which is told this once."""

    member: StaffMember
    password: str


@transaction.atomic
def grant_login(*, member: StaffMember, actor: User) -> IssuedLogin:
    """Give a serving person a login of their own, or open an ended one again; audited, without the password.

    Raises:
        PermissionDenied: the actor doesn't keep the station's staff.
        BlockedError: the station is closed, the person has left, or has a login that opens.
    """
    held = hold_member(member, actor)
    refuse_if([*station_closed(held.station), *_open_already(held)])
    login = _reopened(held.user) if held.user else _new_login(held)
    held.user = login
    held.save(update_fields=["user"])
    sentence, changes = f"为{held}开通了登录账号", {"登录名": (None, login.username)}
    return _issued(held, login, actor, action="grant_login", sentence=sentence, changes=changes)


@transaction.atomic
def renew_first_password(*, member: StaffMember, actor: User) -> IssuedLogin:
    """Issue a new first password to a person who forgot theirs: the old one and every session end; audited.

    Raises:
        PermissionDenied: the actor doesn't keep the station's staff.
        BlockedError: the station is closed, the person has left, has no login that opens, or is the actor.
    """
    held = hold_member(member, actor)
    refuse_if(station_closed(held.station))
    login = _login_of(held, actor)
    return _issued(held, login, actor, action="renew_password", sentence=f"为{held}重新发放了首次登录密码")


@transaction.atomic
def end_login(*, member: StaffMember, actor: User) -> StaffMember:
    """Close a person's login: no password opens it, and every session ends at once; audited.

    Raises:
        PermissionDenied: the actor doesn't keep the station's staff.
        BlockedError: the person has left, has no login that opens, or is the actor.
    """
    held = hold_member(member, actor)
    login = _login_of(held, actor)
    shut_login(login)
    audit.record(held.station, action="end_login", sentence=f"停用了{held}的登录账号", actor=actor)
    return held


def _issued(
    member: StaffMember,
    login: User,
    actor: User,
    *,
    action: str,
    sentence: str,
    changes: audit.Changes | None = None,
) -> IssuedLogin:
    password = issue_first_password(user=login)
    audit.record(member.station, action=action, sentence=sentence, actor=actor, changes=changes)
    return IssuedLogin(member, password)


def _new_login(member: StaffMember) -> User:
    return User.objects.create_user(
        free_login_name(member.name, member.station.code),
        role=Role.STATION,
        organisation=member.station.organisation,
        person_name=member.name,
        email=member.email,
        phone=member.phone,
    )


def _reopened(login: User) -> User:
    stored = lock_user(login)
    stored.is_active = True
    stored.save(update_fields=["is_active"])
    return stored


def _login_of(member: StaffMember, actor: User) -> User:
    refuse_if(own_affair(member, actor))
    if member.user is None or not lets_in(member):
        text = f"{member.name}没有可用的登录账号，可能已由他人停用"
        raise BlockedError([Problem(text, remedy="请刷新页面查看")])
    return lock_user(member.user)


def _open_already(member: StaffMember) -> Iterator[Problem]:
    if lets_in(member):
        yield Problem(f"{member.name}已有登录账号，可能已由他人开通", remedy="忘记密码的，请重新发放首次密码")
