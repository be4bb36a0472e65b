"""Who takes office at a station by an application, who leaves, and how staff are reached."""

from collections.abc import Iterable
from datetime import date

from accounts.logins import reach_login, shut_login
from stations.models import ApplicationPerson, Position, StaffMember, Station
from workflow import audit


def appoint(station: Station, person: ApplicationPerson, *, on: date) -> StaffMember:
    """Enter a person of an application as staff from the day `on`, without a login."""
    return StaffMember.objects.create(
        station=station, position=person.role, name=person.name, phone=person.phone, since=on
    )


def end_service(member: StaffMember, *, on: date) -> None:
    """End a person's service on the day `on`; their login opens nothing from here on."""
    member.ended_on = max(on, member.since)
    member.save(update_fields=["ended_on"])
    if member.user is not None:
        shut_login(member.user)


def replace_staff(
    station: Station, people: Iterable[ApplicationPerson], *, on: date, filed_on: date
) -> audit.Changes:
    """Make `people` the station's staff: known by position and name, some leave, some stay, some begin.

    Those of `people` who hold no position, such as examiners, are passed over. Who stays is given a new phone
    number if one is told. A deputy who began on the day `filed_on`, on which the people were named, or later
    stays too: the application couldn't know of them.

    Returns:
        The positions whose holders changed, with the names before and after.
    """
    wanted = {(person.role, person.name): person for person in people if person.role in Position.values}
    before = _names(station)
    serving = {(member.position, member.name): member for member in station.staff.serving()}
    for key, member in serving.items():
        unknown_then = member.position == Position.DEPUTY and member.since >= filed_on
        if key not in wanted and not unknown_then:
            end_service(member, on=on)
    for key, person in wanted.items():
        if key in serving:
            reach(serving[key], phone=person.phone or serving[key].phone, email=serving[key].email)
        else:
            appoint(station, person, on=on)
    after = _names(station)
    return {label: (before[label], after[label]) for label in before if before[label] != after[label]}


def reach(member: StaffMember, *, phone: str, email: str) -> audit.Changes:
    """Store phone and address of a person and of their login; return what changed."""
    told = {"联系电话": (member.phone, phone), "邮箱": (member.email, email)}
    member.phone, member.email = phone, email
    member.save(update_fields=["phone", "email"])
    if member.user is not None:
        reach_login(member.user, phone=phone, email=email)
    return {label: pair for label, pair in told.items() if pair[0] != pair[1]}


def _names(station: Station) -> dict[str, str]:
    serving = list(station.staff.serving())
    return {
        position.label: "、".join(member.name for member in serving if member.position == position)
        for position in Position
    }
