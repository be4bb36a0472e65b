"""The table by which supervisors are imported: its columns, how each is read, and the rules across rows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date
from functools import partial
from typing import Any, TypeAlias

from accounts.models import Organisation, User
from documents.import_contacts import folded_text, mailbox, person_name, phone
from documents.table_import import ImportColumn, ImportedRow, TableImport, choice, day, repeats
from examiners.models import Supervisor
from examiners.supervisor_facts import (
    SAME_PERSON,
    SupervisorFacts,
    disordered,
    number_taken,
    registered_already,
    serving_supervisors,
)
from ostami.problems import Problem
from stations.models import Station
from stations.provinces import PROVINCES

TITLE = "督导员"
COLUMNS = len(fields(SupervisorFacts))
Person: TypeAlias = tuple[str, str, str]  # name, employer, phone number
REPEATED = "姓名、工作单位和联系电话与第 {number} 行相同，请删除其中一行。"


def _number(cell: str) -> str:
    return folded_text(40)(cell).upper()


def supervisor_import(actor: User, *, on: date) -> TableImport:
    """Return what a table of supervisors must look like; stations are those that `actor` sees."""
    seen = Station.objects.visible_to(actor).select_related("organisation")
    stations = choice({one.code: one for one in seen})
    columns = (
        ImportColumn("姓名", "person_name", person_name(50), sample="方督导"),
        ImportColumn("工作单位", "employer", folded_text(100), hint="单位全称", sample="示例机械研究院"),
        ImportColumn(
            "所属考试站",
            "station",
            stations,
            required=False,
            hint="机构编码；不在考试站任职的不填",
            sample="49284901",
        ),
        ImportColumn(
            "所在省份",
            "province",
            choice({name: name for name in PROVINCES}),
            required=False,
            blank="",
            sample="江苏省",
        ),
        ImportColumn("联系电话", "phone", phone, required=False, blank="", sample="0519-80000000"),
        ImportColumn(
            "邮箱",
            "email",
            mailbox,
            required=False,
            blank="",
            hint="接收开通登录的邀请",
            sample="name@example.com",
        ),
        ImportColumn(
            "证书编号",
            "certificate_number",
            _number,
            required=False,
            blank="",
            hint="不填则由平台按顺序编号",
        ),
        ImportColumn("有效期起", "valid_from", day, hint="当日有效", sample="2026-01-01"),
        ImportColumn("有效期至", "valid_to", day, hint="最后一天，当日有效", sample="2028-12-31"),
    )
    check = partial(check_supervisors, organisation=actor.organisation, on=on)
    return TableImport(TITLE, columns, check_table=check)


def check_supervisors(
    rows: Sequence[ImportedRow], *, organisation: Organisation | None, on: date
) -> dict[int, list[str]]:
    """Return what is wrong across rows and against the roster of `organisation` on the day `on`, by row."""
    found: dict[int, list[str]] = defaultdict(list)
    numbered = [row for row in rows if row.parsed.get("certificate_number")]
    for number, sentences in repeats(numbered, "certificate_number", "证书编号").items():
        found[number] += sentences
    told = {row.number: facts_of(row.parsed) for row in rows if len(row.parsed) == COLUMNS}
    registered = _registered(told.values(), organisation, on)
    first: dict[Person, int] = {}
    for number, facts in told.items():
        found[number] += map(str, (*_against(facts, registered), *disordered(facts)))
        earlier = first.setdefault(_person(facts), number)
        if earlier != number:
            found[number].append(REPEATED.format(number=earlier))
    return {number: sentences for number, sentences in found.items() if sentences}


def facts_of(parsed: Mapping[str, Any]) -> SupervisorFacts:
    """Return a row's values as the facts of a supervisor."""
    return SupervisorFacts(**parsed)


def _person(facts: SupervisorFacts) -> Person:
    columns = facts.columns()
    name, employer, phone_number = (columns[column] for column in SAME_PERSON)
    return name, employer, phone_number


def _registered(
    people: Iterable[SupervisorFacts], organisation: Organisation | None, on: date
) -> dict[Person | str, Supervisor]:
    """Return the supervisors that hold a number of the rows, and those that are a person of the rows."""
    numbers = {facts.columns().get("certificate_number", "") for facts in people}
    held = Supervisor.objects.filter(certificate_number__in=numbers)
    found: dict[Person | str, Supervisor] = {one.certificate_number: one for one in held}
    if organisation is not None:
        serving = serving_supervisors(organisation, on=on)
        found |= {(one.person_name, one.employer, one.phone): one for one in serving}
    return found


def _against(facts: SupervisorFacts, registered: Mapping[Person | str, Supervisor]) -> Iterator[Problem]:
    number = facts.columns().get("certificate_number", "")
    if number in registered:
        yield number_taken(number)
    if held := registered.get(_person(facts)):
        yield registered_already(held)
