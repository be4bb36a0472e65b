"""On PostgreSQL a lookup probes an index of each table, however many certificates there are."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from certificates.lookup import Query, look_up
from certificates.models import Certificate, FormerCertificate
from tests.certificates.test_register_lookup import former

pytestmark = pytest.mark.postgres
MANY = 50_000
# A table of many rows like its only one: same facts, other keys. One name in a hundred is the same.
COPY = """
INSERT INTO {table} ({columns})
SELECT {values} FROM {table} AS one CROSS JOIN generate_series(1, {many}) AS place
"""
OTHERS = {
    "number": "'N' || lpad(place::text, 12, '0')",
    "token": "md5(place::text)",
    "uid": "gen_random_uuid()",
    "holder_name": "'张' || chr(20000 + place % 500)",
    "document_index": "md5(place::text) || md5((-place)::text)",
    "document_sealed": "''",
    "status": "'revoked'",
    "replaces_id": "NULL",
}


def multiply(model: type[Certificate] | type[FormerCertificate]) -> None:
    """Add fifty thousand rows and let the planner know."""
    table = model._meta.db_table
    columns = [str(field.column) for field in model._meta.fields if not field.primary_key]
    values = ", ".join(OTHERS.get(column, f"one.{column}") for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(COPY.format(table=table, columns=", ".join(columns), values=values, many=MANY))
        cursor.execute(f"ANALYZE {table}")


def nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    """A plan's steps, from the top."""
    return [plan, *(step for part in plan.get("Plans", []) for step in nodes(part))]


def scans(query: Query) -> list[dict[str, Any]]:
    """The steps that read a table, of both statements of a lookup, as they really ran."""
    with CaptureQueriesContext(connection) as captured:
        look_up(query)
    read: list[dict[str, Any]] = []
    assert len(captured) == 2
    for statement in captured:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement['sql']}")
            told = cursor.fetchone()[0]
        plan = (json.loads(told) if isinstance(told, str) else told)[0]["Plan"]
        read += [step for step in nodes(plan) if "Scan" in step["Node Type"]]
    return read


FEW_ROWS = 200  # those of one name


QUERIES = (
    Query(name="张" + chr(20007), number="N000000000007"),
    Query(document_number="990101199001010000", number="N000000000007"),
    Query(name="张" + chr(20007), document_number="990101199001010000"),
    Query("张" + chr(20007), "990101199001010000", "N000000000007"),
)


def test_a_lookup_reads_by_an_index_alone(certificate: Certificate, centre_user: User) -> None:
    former(centre_user)
    Certificate.objects.exclude(pk=certificate.pk).delete()
    multiply(Certificate)
    multiply(FormerCertificate)
    for query in QUERIES:
        steps = scans(query)
        kinds = {step["Node Type"] for step in steps}
        assert kinds <= {"Index Scan", "Bitmap Index Scan", "Bitmap Heap Scan"}
        tables = {step.get("Relation Name") for step in steps}
        assert {"certificates_certificate", "certificates_formercertificate"} <= tables
        assert all(step["Actual Rows"] * step["Actual Loops"] <= FEW_ROWS for step in steps)
