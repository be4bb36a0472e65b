"""The access matrix: every address × method × role, complete by test.

`matrix.csv` is the table: an address that is missing from it fails, so does one that is gone. After a change
that is meant, `WRITE_MATRIX=1 make test ARGS=tests/access LANE=sqlite` writes it anew, to be read as a diff.
"""

import csv
import os
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client

from accounts.models import User
from stations.models import Station
from tests.access.addresses import TABLE, Key, addresses, expected
from tests.access.world import TODAY, World, build

READ_MARK = 'UPDATE "portal_message" SET "read_at"'
METHODS = ("GET", "POST")
REFUSED = {403, 404, 405}


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

    def beyond_looks(self) -> list[str]:
        """Return the writes that don't record a look: at personal data, or at a message of one's own."""
        return [sql for sql in self.seen if "workflow_" not in sql and not sql.startswith(READ_MARK)]


def _cookie(user: User | None) -> str:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client.cookies.output(header="", sep=";", attrs=[]).strip()


def _answers(world: World) -> dict[Key, dict[str, int]]:
    """Ask at every address by every method as every actor; each request is rolled back."""
    cookies = {actor: _cookie(user) for actor, user in world.actors.items()}
    answers: dict[Key, dict[str, int]] = {}
    for name, address in addresses(world):
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
        assert writes.beyond_looks() == [], f"{words} wrote"
    return answer.status_code


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
    assert answers == expected()


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
    for (address, method), row in expected().items():
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
