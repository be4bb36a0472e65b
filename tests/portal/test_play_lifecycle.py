"""``play_lifecycle``: from plan to looked-up certificate, with every paper."""

import json
from datetime import date, datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from docx import Document
from openpyxl import load_workbook

from certificates.models import Certificate
from ostami import clock
from ostami.policy import enrolment_closes_at, last_enrolment_day, paper_window
from workflow.audit import verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def _registry() -> None:
    for command in ("load_catalogue", "load_stations"):
        call_command(command, stdout=StringIO())


def played(out: Path) -> dict[str, Any]:
    text = StringIO()
    call_command("play_lifecycle", "--out", str(out), stdout=text)
    report: dict[str, Any] = json.loads(text.getvalue())
    return report


@pytest.mark.usefixtures("_registry")
def test_a_journey_reports_itself_and_writes_its_papers(tmp_path: Path) -> None:
    clock.set_practice_day(date(2026, 9, 30))
    report = played(tmp_path / "papers")
    assert clock.today() == date(2026, 9, 30)

    exam_date = date.fromisoformat(report["dates"]["exam_date"])
    assert report["dates"] == {
        "applied_on": (exam_date - timedelta(days=30)).isoformat(),
        "last_enrolment_day": last_enrolment_day(exam_date).isoformat(),
        "enrolment_closes_at": enrolment_closes_at(exam_date).isoformat(),
        "paper_window": [instant.isoformat() for instant in paper_window(exam_date)],
        "exam_date": exam_date.isoformat(),
    }
    assert datetime.fromisoformat(report["dates"]["enrolment_closes_at"]).utcoffset() == timedelta(hours=8)
    assert report["counts"] == {"enrolled": 3, "passed": 2, "certificates": 2}
    issued = Certificate.objects.order_by("number")
    assert report["certificate_numbers"] == [certificate.number for certificate in issued]
    assert {certificate.enrolment.batch.number for certificate in issued} == {report["batch_number"]}
    assert verify() == []

    files = {Path(name).name: Path(name) for name in report["files"]}
    assert set(files) == {
        *(f"personal-form-{number}.{ending}" for number in (1, 2, 3) for ending in ("pdf", "docx")),
        *("roster.xlsx", "roster.pdf", "qualified-roster.xlsx", "qualified-roster-certified.xlsx"),
        *(f"certificate-{number}.pdf" for number in report["certificate_numbers"]),
    }
    assert all(path.parent == (tmp_path / "papers").resolve() for path in files.values())
    _papers_hold_what_they_should(files, report["certificate_numbers"])


def _papers_hold_what_they_should(files: dict[str, Path], numbers: list[str]) -> None:
    assert all(path.read_bytes().startswith(b"%PDF") for path in files.values() if path.suffix == ".pdf")
    form = Document(BytesIO(files["personal-form-2.docx"].read_bytes()))
    assert "贾𬍛" in {cell.text for table in form.tables for row in table.rows for cell in row.cells}
    roster = _cells(files["roster.xlsx"])
    assert {"贾志远", "贾𬍛", "贾一鸣"} <= roster
    qualified, certified = (
        _cells(files["qualified-roster.xlsx"]),
        _cells(files["qualified-roster-certified.xlsx"]),
    )
    assert {"贾志远", "贾一鸣", "良好", "优秀"} <= qualified
    assert "贾𬍛" not in qualified
    assert not set(numbers) & qualified
    assert set(numbers) <= certified


def _cells(path: Path) -> set[object]:
    return {
        cell for sheet in load_workbook(path) for row in sheet.iter_rows(values_only=True) for cell in row
    }


@pytest.mark.usefixtures("_registry")
def test_a_second_journey_plays_another_batch(tmp_path: Path) -> None:
    first, second = played(tmp_path / "1"), played(tmp_path / "2")
    assert first["batch_number"] != second["batch_number"]
    assert not set(first["certificate_numbers"]) & set(second["certificate_numbers"])
    assert second["counts"] == first["counts"]
