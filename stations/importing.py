"""Import of stations: the rules across its rows and against the registry, and the entering of the rows."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.db import transaction

from accounts.models import Organisation, OrganisationKind, User
from accounts.names import login_key
from accounts.rights import Role
from documents.table_import import ImportedRow, repeats
from ostami.problems import BlockedError, Problem
from stations.loading import enter_station
from stations.models import Station
from stations.rows import StationRow, misnamed
from stations.services.numbers import SERIES
from stations.services.registry import date_problems
from workflow.numbering import locked_series

ONCE = (("code", "机构编码"), ("name", "机构名称"), ("licence_number", "许可证编号"))
NO_MANAGEMENT = Problem("平台还没有登记管理站，考试站无处归属", remedy="请先由指导中心登记管理站")


def check_stations(rows: Sequence[ImportedRow]) -> dict[int, list[str]]:
    """Return what is wrong across rows and against the registry, by row; nothing is overwritten."""
    found: dict[int, list[str]] = defaultdict(list)
    taken = _taken(rows)
    for row in rows:
        found[row.number] += map(str, (*_registered(row, taken), *_own_problems(row)))
    for key, header in ONCE:
        for number, sentences in repeats([row for row in rows if row.parsed.get(key)], key, header).items():
            found[number] += sentences
    return {number: sentences for number, sentences in found.items() if sentences}


@transaction.atomic
def import_stations(rows: Sequence[ImportedRow], *, actor: User) -> list[Station]:
    """Enter the rows as stations under the actor's management station, each with its main login; audited.

    Raises:
        BlockedError: there is no management station, or a number was given away since the table was read.
    """
    # An approval that gives a number waits for this row too: neither takes a number that the other is taking.
    locked_series(SERIES)
    if check_stations(rows):
        raise BlockedError([Problem("表格上传后，登记数据有变化，没有导入任何一行", remedy="请重新上传检查")])
    management = _management(actor)
    return [
        enter_station(
            row=StationRow(**row.parsed), management=management, actor=actor, sentence="从表格导入登记"
        )
        for row in rows
    ]


def _management(actor: User) -> Organisation:
    """Return the management station of new stations: the actor's own, or the first for the centre."""
    if actor.role == Role.MANAGEMENT and actor.organisation is not None:
        return actor.organisation
    found = Organisation.objects.filter(kind=OrganisationKind.MANAGEMENT).order_by("pk").first()
    if found is None:
        raise BlockedError([NO_MANAGEMENT])
    return found


def _taken(rows: Sequence[ImportedRow]) -> dict[tuple[str, str], str]:
    """Return who holds each of the rows' codes, names and licence numbers already, by key and value."""
    asked = {key: {row.parsed[key] for row in rows if row.parsed.get(key)} for key, _ in ONCE}
    organisations = Organisation.objects.all()
    taken = {("code", one.code): one.name for one in organisations.filter(code__in=asked["code"])}
    taken |= {("name", one.name): one.code for one in organisations.filter(name__in=asked["name"])}
    keys = {login_key(name): name for name in asked["name"]}
    for user in User.objects.get_queryset().filter(login_key__in=keys):
        taken.setdefault(("name", keys[user.login_key]), user.username)
    licensed = Station.objects.filter(licence_number__in=asked["licence_number"]).select_related(
        "organisation"
    )
    return taken | {("licence_number", one.licence_number): str(one) for one in licensed}


def _registered(row: ImportedRow, taken: dict[tuple[str, str], str]) -> Iterator[Problem]:
    """Yield the first of a row's code, name and licence number that the registry has already."""
    for key, header in ONCE:
        value = row.parsed.get(key)
        if holder := taken.get((key, value or "")):
            remedy = "请删除这一行；需要修改资料时，请在该站页面“修改登记”"
            yield Problem(f"“{header}”{value} 已登记（{holder}）", remedy=remedy)
            return


def _own_problems(row: ImportedRow) -> Iterator[Problem]:
    """Yield what a row says against itself."""
    name, code = row.parsed.get("name"), row.parsed.get("code")
    if name and code:
        yield from misnamed(name, code)
    if {"valid_from", "valid_to"} <= row.parsed.keys():
        yield from date_problems(row.parsed["valid_from"], row.parsed["valid_to"])
