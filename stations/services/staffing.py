"""What a station does with the list of its staff: people come, are reached elsewhere, and leave."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import User
from ostami.problems import Problem, refuse_if
from stations.access import lock_station
from stations.models import Position, StaffMember, Station
from stations.services.staff import end_service, reach
from stations.staffing import own_affair, post_taken, refuse_others, station_closed
from workflow import audit


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffFacts:
    """A person who takes office, clean: the name folded, phone and address empty where unknown."""

    position: Position
    name: str
    phone: str
    email: str


@transaction.atomic
def add_staff(*, station: Station, facts: StaffFacts, actor: User, today: date) -> StaffMember:
    """Enter a person who takes office `today`, without a login; audited.

    Raises:
        PermissionDenied: the actor doesn't keep the station's staff.
        BlockedError: the station is closed, the post is taken, or the person holds it already.
    """
    held = lock_station(station)
    refuse_others(held, actor)
    refuse_if([*station_closed(held), *post_taken(held, facts.position), *_there_already(held, facts)])
    member = StaffMember.objects.create(
        station=held,
        position=facts.position,
        name=facts.name,
        phone=facts.phone,
        email=facts.email,
        since=today,
    )
    changes = {facts.position.label: (None, member.name)}
    audit.record(held, action="add_staff", sentence=f"登记了{member}", actor=actor, changes=changes)
    return member


@transaction.atomic
def change_contact(*, member: StaffMember, phone: str, email: str, actor: User) -> StaffMember:
    """Store how a serving person is reached, at their login too: reset links go to its address; audited.

    Nothing changed leaves no line.

    Raises:
        PermissionDenied: the actor doesn't keep the station's staff.
        BlockedError: the person has left.
    """
    held = hold_member(member, actor)
    changes = reach(held, phone=phone, email=email)
    if changes:
        sentence = f"修改了{held}的联系方式"
        audit.record(held.station, action="change_contact", sentence=sentence, actor=actor, changes=changes)
    return held


@transaction.atomic
def dismiss(*, member: StaffMember, actor: User, today: date) -> StaffMember:
    """End a person's service `today`, and their login with it; audited.

    Raises:
        PermissionDenied: the actor doesn't keep the station's staff.
        BlockedError: the person has left already, or is the actor.
    """
    held = hold_member(member, actor)
    refuse_if(own_affair(held, actor))
    end_service(held, on=today)
    changes = {Position(held.position).label: (held.name, None)}
    audit.record(held.station, action="dismiss", sentence=f"为{held}办理了离任", actor=actor, changes=changes)
    return held


def hold_member(member: StaffMember, actor: User) -> StaffMember:
    """Lock the station, and return a serving person of it as stored, for who keeps its staff.

    Raises:
        PermissionDenied: the actor doesn't.
        BlockedError: the person has left.
    """
    station = lock_station(member.station)
    refuse_others(station, actor)
    held = StaffMember.objects.select_related("user").get(pk=member.pk)
    held.station = station
    refuse_if(_has_left(held))
    return held


def _there_already(station: Station, facts: StaffFacts) -> Iterator[Problem]:
    same = station.staff.serving().filter(position=facts.position, name=facts.name)
    if facts.position == Position.DEPUTY and same.exists():
        yield Problem(f"{facts.name}已是{facts.position.label}", remedy="请核对姓名", field="name")


def _has_left(member: StaffMember) -> Iterator[Problem]:
    if member.ended_on is not None:
        yield Problem(f"{member.name}已于 {member.ended_on} 离任，可能已由他人办理", remedy="请刷新页面查看")
