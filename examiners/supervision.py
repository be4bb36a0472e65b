"""Who may be sent to supervise a station (guide 4.5.1-11)."""

from collections.abc import Iterable, Iterator
from datetime import date

from accounts.names import clean_person_name, fold
from accounts.phones import clean_phone
from examiners.models import Examiner, Manager, Supervisor
from ostami.problems import Problem
from stations.models import StaffMember, Station

CLAUSE = "4.5.1-11"
OwnPerson = tuple[str, tuple[str, str]]
OTHER = "请另派督导员"


def may_supervise(supervisor: Supervisor, station: Station, *, on: date) -> Iterator[Problem]:
    """Yield every reason why `supervisor` may not supervise `station` on the day `on`, or nothing.

    Supervisors are people of the management station that the exam station belongs to, or its appointees; they
    hold their appointment on that day, and never work at the station that they inspect.
    """
    if station.organisation.parent_id != supervisor.organisation_id:
        yield Problem(f"{supervisor}不是本考试站所属管理站的督导员", CLAUSE, "请选派本管理站的督导员")
    if not supervisor.is_valid_on(on):
        fault = f"督导员{supervisor}的资格在考试日 {on} 不在有效期内（{supervisor.validity}）"
        yield Problem(fault, CLAUSE, "请另派督导员或先办理续期")
    if supervisor.station_id == station.pk:
        yield Problem(f"{supervisor}在该考试站任职，不能督导本站", CLAUSE, OTHER)
    elif fold(supervisor.employer) in _hosts(station):
        fault = f"{supervisor}的工作单位“{supervisor.employer}”是该考试站的承建单位，不能督导本站"
        yield Problem(fault, CLAUSE, OTHER)


def supervision_warnings(
    supervisor: Supervisor, station: Station, *, known: Iterable[OwnPerson] | None = None
) -> Iterator[Problem]:
    """Yield the hints that `supervisor` is one of the station's own people: same name and phone number.

    Two people may share an office's number, so this is for a person to judge.

    Args:
        supervisor: who might be sent.
        station: where to.
        known: the station's `own_people`, where they were read already.
    """
    if not supervisor.phone:
        return
    for title, who in own_people(station) if known is None else known:
        if who == (clean_person_name(supervisor.person_name), clean_phone(supervisor.phone)):
            text = f"{supervisor}与该考试站的{title}姓名、电话相同，可能是同一人"
            yield Problem(text, CLAUSE, "请核实；是同一人的，请另派督导员")


def _hosts(station: Station) -> set[str]:
    """Return the names by which an employer is the station itself or the organization that hosts it."""
    return {fold(name) for name in (station.host_organization, station.organisation.name) if name}


def own_people(station: Station) -> Iterator[OwnPerson]:
    """Yield title, name and phone number of a station's examiners, managers and serving staff."""
    seen: set[OwnPerson] = set()
    examiners = Examiner.objects.filter(station=station, ended_on__isnull=True)
    managers = Manager.objects.filter(station=station, ended_on__isnull=True)
    staff = StaffMember.objects.filter(station=station, ended_on__isnull=True)
    named = (
        *(("考评员", one.person_name, one.phone) for one in examiners),
        *(("管理人员", one.person_name, one.phone) for one in managers),
        *((one.get_position_display(), one.name, one.phone) for one in staff),
    )
    for title, name, phone in named:
        who = (title, (clean_person_name(name), clean_phone(phone)))
        if who not in seen:
            seen.add(who)
            yield who
