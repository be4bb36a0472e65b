"""The public lookup beside a bare indexed query: what it costs, and that it stays one probe of an index."""

import random
import statistics
import time
from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.register import TABLE, number, person
from bench.report import Section
from certificates.lookup import Query, look_up

ROUNDS = 7
ASKED = 300  # lookups a round
EXPLAIN = "EXPLAIN (ANALYZE, BUFFERS OFF, COSTS OFF, TIMING OFF, SUMMARY OFF) "


def measure_lookup(certificates: int) -> Section:
    """Time lookups by each two facts, and misses, against the bare query; show their plans."""
    chosen = random.Random(1)  # noqa: S311  the same places in every run
    places = [chosen.randrange(certificates) for _ in range(ASKED)]
    ways: dict[str, Callable[[int], object]] = {
        "bare query (floor)": _bare,
        "name + number": lambda place: look_up(Query(name=person(place)[0], number=number(place))),
        "document + number": lambda place: look_up(
            Query(document_number=person(place)[1], number=number(place))
        ),
        "name + document": lambda place: look_up(Query(*person(place))),
        "nothing found": lambda place: look_up(Query(name="无此人", number=number(place))),
    }
    # In turn, so that a slow moment of the machine falls on all of them.
    rounds = [{name: _seconds(way, places) for name, way in ways.items()} for _ in range(ROUNDS)]
    floor = "bare query (floor)"
    lines = ["| lookup | ms, median of rounds | of the floor |", "|---|---|---|"]
    for name in ways:
        milliseconds = statistics.median(one[name] for one in rounds) / ASKED * 1000
        ratio = statistics.median(one[name] / one[floor] for one in rounds)
        lines.append(f"| {name} | {milliseconds:.2f} | {ratio:.1f} |")
    return Section("Lookup", [*lines, "", *_plans(places[0])])


def _seconds(way: Callable[[int], object], places: list[int]) -> float:
    started = time.perf_counter()
    for place in places:
        way(place)
    return time.perf_counter() - started


def _bare(place: int) -> object:
    """Read one row by its number, as little as a program can ask of the database by Django's cursor."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {TABLE} WHERE number = %s", [number(place)])  # noqa: S608  a constant
        return cursor.fetchone()


def _plans(place: int) -> list[str]:
    name, document = person(place)
    lines: list[str] = []
    for label, query in (
        ("name + number", Query(name=name, number=number(place))),
        ("name + document", Query(name, document)),
    ):
        lines += [f"Plan, {label}:", "", "```", *_plan(query), "```", ""]
    return lines


def _plan(query: Query) -> list[str]:
    """Return the plans of a lookup's statements, as they really ran."""
    with CaptureQueriesContext(connection) as captured:
        look_up(query)
    lines: list[str] = []
    for statement in captured.captured_queries:
        with connection.cursor() as cursor:
            cursor.execute(EXPLAIN + statement["sql"])
            lines += [row[0] for row in cursor.fetchall()]
    return lines
