"""A register of certificates as large as a country's, for measuring alone."""

import time
from collections.abc import Iterator
from datetime import date, timedelta

from django.db import connection

from accounts.identity import DocumentType, check_digit
from bench.report import Section
from certificates.models import Certificate, CertificateStatus, new_token
from exams.grading import ExamGrade
from scope_catalog.choices import Scheme

TABLE = Certificate._meta.db_table  # noqa: SLF001  Django's documented API
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = "安邦成德恩法刚国海和弘建杰军康力明宁平强庆仁瑞山胜涛文武祥新学毅勇宇泽志"
FIRST_BIRTHDAY = date(1960, 1, 1)
BIRTHDAYS = 16_000
SAME = {
    "document_type": DocumentType.RESIDENT_ID,
    "scheme": Scheme.ABILITY,
    "occupation_code": "6-18-01-01",
    "occupation_name": "车工",
    "trade_code": "",
    "trade_name": "",
    "level": 4,
    "level_label": "中级工",
    "theory": 80,
    "practical": 75,
    "grade": ExamGrade.PASSED,
    "station_code": "49284001",
    "station_name": "演练考试站",
    "body_name": "",
    "exam_date": date(2026, 5, 9),
    "issued_on": date(2026, 6, 1),
    "status": CertificateStatus.ISSUED,
    "file": "",
    "file_digest": "",
}


def person(place: int) -> tuple[str, str]:
    """Return the name and the document number of the person at a place; the area code 990101 isn't in use."""
    name = SURNAMES[place % len(SURNAMES)]
    name += GIVEN[place // 7 % len(GIVEN)] + GIVEN[place // 271 % len(GIVEN)]
    born = FIRST_BIRTHDAY + timedelta(days=place % BIRTHDAYS)
    first = f"990101{born:%Y%m%d}{place // BIRTHDAYS % 1000:03d}"
    return name, first + check_digit(first)


def number(place: int) -> str:
    """Return the certificate's number at a place."""
    return f"26{place % 2000:08d}4{place // 2000:05d}"


def _rows(count: int) -> Iterator[dict[str, object]]:
    for place in range(count):
        name, document = person(place)
        made = Certificate(token=new_token())
        made.document_number = document
        yield SAME | {
            "number": number(place),
            "token": made.token,
            "enrolment_id": place + 1,
            "holder_name": name,
            "uid": made.uid,
            "document_sealed": made.document_sealed,
            "document_index": made.document_index,
        }


def fill_register(count: int) -> Section:
    """Fill the table of certificates by COPY; their enrolments aren't there, no lookup reads one.

    Args:
        count: how many certificates.
    """
    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        columns = ", ".join(next(_rows(1)))
        with cursor.copy(f"COPY {TABLE} ({columns}) FROM STDIN") as copy:
            for row in _rows(count):
                copy.write_row(tuple(row.values()))
        cursor.execute(f"ANALYZE {TABLE}")
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("SELECT pg_size_pretty(pg_total_relation_size(%s))", [TABLE])
        (size,) = cursor.fetchone()
    seconds = time.perf_counter() - started
    return Section(
        "The register", [f"{count:,} certificates, {size} with indexes, written in {seconds:.0f} s."]
    )
