"""Enters the centre, the management station and the approved stations into the registry."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from accounts.models import Organisation, OrganisationKind, User
from accounts.services import main_login_of
from stations.models import Station
from stations.rows import StationRow
from stations.services.numbers import hold_numbers
from workflow import audit

CENTRE_NAME = "机械工业职业技能鉴定指导中心"
# The guide prints no code for the centre. This one follows the rule of the others: 49 for the industry, then
# zeros where the management station has 283 and a station 284 and its number.
CENTRE_CODE = "49000000"
MANAGEMENT_NAME = "机械行业职业能力评价职教管理站"
MANAGEMENT_CODE = "49283000"


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did, in stations."""

    new: int
    unchanged: int


@transaction.atomic
def load_stations(*, rows: Iterable[StationRow]) -> LoadReport:
    """Enter the organisations and stations that the registry doesn't have yet (guide 2.4).

    A station is known by its code. One that is there is left as it is: what staff entered since (province,
    licence, address) is truer than the file. Each station gets its main login, which can't be logged in to
    until staff issue a first password.
    """
    centre = _organisation(OrganisationKind.CENTRE, CENTRE_NAME, CENTRE_CODE)
    management = _organisation(OrganisationKind.MANAGEMENT, MANAGEMENT_NAME, MANAGEMENT_CODE, parent=centre)
    rows = list(rows)
    known = set(Station.objects.values_list("organisation__code", flat=True))
    new = [row for row in rows if row.code not in known]
    for row in new:
        enter_station(
            row=row, management=management, actor=None, sentence="按已批复的考试站名单登记（服务指南 2.4）"
        )
    return LoadReport(new=len(new), unchanged=len(rows) - len(new))


@transaction.atomic
def enter_station(*, row: StationRow, management: Organisation, actor: User | None, sentence: str) -> Station:
    """Enter one station under `management` with its main login; `sentence` tells the history how."""
    hold_numbers()
    contact = {"province": row.province, "phone": row.phone, "email": row.email}
    organisation = _organisation(OrganisationKind.STATION, row.name, row.code, parent=management, **contact)
    station = Station.objects.create(
        organisation=organisation,
        host_organization=row.host_organization,
        legal_representative=row.legal_representative,
        licence_number=row.licence_number,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )
    if not organisation.users.exists():
        main_login_of(organisation)
    audit.record(station, action="load", sentence=sentence, actor=actor)
    return station


def _organisation(
    kind: OrganisationKind, name: str, code: str, *, parent: Organisation | None = None, **contact: str
) -> Organisation:
    facts = {"kind": kind, "name": name, "parent": parent, **contact}
    found, _ = Organisation.objects.get_or_create(code=code, defaults=facts)
    return found
