"""The logins of a station's staff: granted with a first password, and ended."""

from collections.abc import Iterator

from django.db import transaction

from accounts.first_access import lock_user
from accounts.logins import IssuedLogin, lets_in, new_login, reopened, shut_login
from accounts.models import User
from accounts.rights import Role
from ostami.problems import BlockedError, Problem, refuse_if
from stations.models import StaffMember
from stations.services.issuing import issue_recorded
from stations.services.staffing import hold_member
from stations.staffing import own_affair, station_closed
from workflow import audit


@transaction.atomic
def grant_login(*, member: StaffMember, actor: User) -> IssuedLogin:
    """Give a serving person a login of their own, or open an ended one again; audited, without the password.

    Raises:
        PermissionDenied: the actor doesn't keep the station's staff.
        BlockedError: the station is closed, the person has left, or has a login that opens.
    """
    held = hold_member(member, actor)
    refuse_if([*station_closed(held.station), *_open_already(held)])
    login = reopened(held.user) if held.user else _new_login(held)
    held.user = login
    held.save(update_fields=["user"])
    sentence, changes = f"为{held}开通了登录账号", {"登录名": (None, login.username)}
    return issue_recorded(
        login, held.station, actor=actor, action="grant_login", sentence=sentence, changes=changes
    )


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
    sentence = f"为{held}重新发放了首次登录密码"
    return issue_recorded(login, held.station, actor=actor, action="renew_password", sentence=sentence)


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


def _new_login(member: StaffMember) -> User:
    return new_login(
        person_name=member.name,
        role=Role.STATION,
        organisation=member.station.organisation,
        email=member.email,
        phone=member.phone,
    )


def _login_of(member: StaffMember, actor: User) -> User:
    refuse_if(own_affair(member, actor))
    if member.user is None or not lets_in(member.user):
        text = f"{member.name}没有可用的登录账号，可能已由他人停用"
        raise BlockedError([Problem(text, remedy="请刷新页面查看")])
    return lock_user(member.user)


def _open_already(member: StaffMember) -> Iterator[Problem]:
    if lets_in(member.user):
        yield Problem(f"{member.name}已有登录账号，可能已由他人开通", remedy="忘记密码的，请重新发放首次密码")
