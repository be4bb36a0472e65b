"""The access matrix: every address × method × role, complete by test.

`matrix.csv` is the table: an address that is missing from it fails, so does one that is gone. After a change
that is meant, `WRITE_MATRIX=1 make test ARGS=tests/access LANE=sqlite` writes it anew, to be read as a diff.
"""

import csv
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import User
from stations.models import Station
from tests.access.parts import Parts, parts_of
from tests.access.world import TODAY, World, build
from workflow.lifecycle import lifecycle_of

TABLE = Path(__file__).with_name("matrix.csv")
METHODS = ("GET", "POST")
REFUSED = {403, 404, 405}
Key = tuple[str, str]


@pytest.fixture
def world(
    station: Station, other_station: Station, management_user: User, branch_user: User, centre_user: User
) -> Iterator[World]:
    with time_machine.travel(TODAY, tick=False):
        yield build(
            station,
            other_station,
            {"management": management_user, "branch": branch_user, "centre": centre_user},
        )


def _walk(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _walk(entry, f"{entry.namespace}:" if entry.namespace else space)
        else:
            assert entry.name, f"{entry.pattern} has no name"
            yield f"{space}{entry.name}", entry


def _addresses(world: World) -> Iterator[tuple[str, str]]:
    """Yield every address with its name; where a transition is a part, one for each of the life cycle."""
    table = parts_of(world)
    for name, pattern in _walk(get_resolver()):
        known = table[max((key for key in table if name.startswith(key)), key=len)]
        wanted = set(pattern.pattern.converters)
        parts = {part: value for part, value in known.items() if part in wanted}
        if "transition" in wanted:
            model = pattern.callback.view_class.model  # type: ignore[attr-defined]  # a TransitionView
            parts["transition"] = tuple(lifecycle_of(model).transitions)
        yield from _each(name, parts)


def _each(name: str, parts: Parts) -> Iterator[tuple[str, str]]:
    """Yield the address; where a part stands for several words, one for each."""
    several = {part: value for part, value in parts.items() if isinstance(value, tuple)}
    if not several:
        yield name, reverse(name, kwargs=dict(parts))
    for part, words in several.items():
        for word in words:
            yield f"{name}[{word}]", reverse(name, kwargs={**parts, part: word})


class Writes:
    """Notes every statement that writes: a refused request issues none, a GET none but its audit."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def __call__(
        self,
        execute: Callable[..., object],
        sql: str,
        params: object,
        many: object,
        context: object,
    ) -> object:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and "django_session" not in sql:
            self.seen.append(sql)
        return execute(sql, params, many, context)

    def beyond_audit(self) -> list[str]:
        """Return the writes that aren't the record of a look at personal data."""
        return [sql for sql in self.seen if "workflow_" not in sql]


def _cookie(user: User | None) -> str:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client.cookies.output(header="", sep=";", attrs=[]).strip()


def _answers(world: World) -> dict[Key, dict[str, int]]:
    """Ask at every address by every method as every actor; each request is rolled back."""
    cookies = {actor: _cookie(user) for actor, user in world.actors.items()}
    answers: dict[Key, dict[str, int]] = {}
    for name, address in _addresses(world):
        for method in METHODS:
            row = answers.setdefault((name, method), {})
            for actor, cookie in cookies.items():
                row[actor] = _ask(method, address, cookie, f"{method} {name} as {actor}")
    return answers


def _ask(method: str, address: str, cookie: str, words: str) -> int:
    writes = Writes()
    with transaction.atomic(), connection.execute_wrapper(writes):
        client = Client(headers={"Cookie": cookie})
        answer = client.generic(method, address, "", "application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    if answer.status_code in REFUSED or "/login/" in answer.headers.get("Location", ""):
        assert writes.seen == [], f"{words} was refused and wrote"
    elif method == "GET":
        assert writes.beyond_audit() == [], f"{words} wrote"
    return answer.status_code


def _expected() -> dict[Key, dict[str, int]]:
    with TABLE.open(newline="") as file:
        return {
            (row.pop("address"), row.pop("method")): {actor: int(code) for actor, code in row.items()}
            for row in csv.DictReader(file)
        }


def _write(answers: dict[Key, dict[str, int]]) -> None:
    with TABLE.open("w", newline="") as file:
        actors = list(next(iter(answers.values())))
        writer = csv.DictWriter(file, ["address", "method", *actors], lineterminator="\n")
        writer.writeheader()
        for (address, method), row in sorted(answers.items()):
            writer.writerow({"address": address, "method": method, **row})


@pytest.mark.django_db
def test_every_address_answers_every_role_as_the_table_says(world: World) -> None:
    answers = _answers(world)
    if os.environ.get("WRITE_MATRIX"):
        _write(answers)
    assert answers == _expected()


# Those that the branch of the station's province sees.
SKILL_LEVEL_CASES = (
    "certificates:national",
    "certificates:national_paper",
    "certificates:settlement",
    "certificates:settlement_move",
    "certificates:slip",
)
STATION_CASES = (
    "batches:plan",
    "batches:batch",
    "batches:edit",
    "candidates:roster",
    "exams:scores",
    "stations:staff",
    "stations:staff_edit",
    "station_applications:page",
    "station_applications:form_pdf",
    "annual_reviews:page",
    "annual_reviews:edit",
    "examiner_applications:page",
    "examiner_applications:form",
    "examiner_applications:form_pdf",
    "examiner_applications:file",
    "examiners:page",
    "examiners:card",
    "examiners:manager",
    "trainings:withdraw",
    "certificates:batch",
    "certificates:change",
    "certificates:change_new",
    "certificates:handovers",
    "certificates:page",
    "certificates:paper",
    "certificates:pdf",
    "certificates:qualified_xlsx",
    "certificates:roster_paper",
    "certificates:shipment",
    "certificates:shipment_transition",
    *SKILL_LEVEL_CASES,
)
SCHOOLS_CASES = tuple(
    f"station_applications:{page}"
    for page in (
        "host",
        "premises",
        "people",
        "equipment",
        "trades",
        "trade",
        "files",
        "file",
        "check",
        "discard",
    )
)
PERSONS_CASES = (
    "candidates:enrolment",
    "candidates:form",
    "candidates:upload_file",
    "certificates:change",
    "certificates:page",
    "certificates:paper",
    "certificates:pdf",
)


def test_the_table_lets_no_stranger_in() -> None:
    """Whatever was written into it: another station, branch, candidate, a visitor never gets a case page."""
    for (address, method), row in _expected().items():
        name = address.split("[")[0]
        if name in STATION_CASES or name in {
            "batches:transition",
            "batches:plan_transition",
            "station_applications:move",
            "annual_reviews:move",
            "examiner_applications:move",
        }:
            assert row["other_station"] in REFUSED, (address, method)
        if name in SKILL_LEVEL_CASES:
            assert row["other_branch"] in REFUSED, (address, method)
        if name in PERSONS_CASES or name == "candidates:transition":
            assert row["other_candidate"] in REFUSED, (address, method)
        if name in SCHOOLS_CASES:
            for stranger in ("other_applicant", "station", "management", "branch", "centre"):
                assert row[stranger] in REFUSED, (address, method)
        if name in STATION_CASES + PERSONS_CASES + SCHOOLS_CASES:
            assert row["visitor"] in {302, 405}, (address, method)
