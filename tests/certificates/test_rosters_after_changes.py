"""Lists of a batch once certificates were corrected or revoked: they say what the certificates say."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import User
from batches.models import Batch
from candidates.models import Candidate
from certificates.models import Certificate, ChangeKind
from certificates.rosters.photos import photo_sheet
from certificates.rosters.results import COLUMNS as RESULT_COLUMNS
from certificates.rosters.results import results_list
from certificates.sheets import COLUMNS, qualified_roster
from documents.sheets import Column, TableSheet
from tests.certificates.changing import ask, granted
from tests.documents.reading import pdf_text, squeezed
from tests.factories import people

NEW_NUMBER = people.document_number(born=date(2005, 2, 3), serial=777)


def rows_of(sheet: TableSheet, columns: tuple[Column, ...]) -> list[dict[str, object]]:
    heads = [column.header for column in columns]
    return [dict(zip(heads, row, strict=True)) for row in sheet.rows]


@pytest.fixture
def corrected(certificate: Certificate, station_user: User, centre_user: User) -> Certificate:
    """林若溪's certificate, corrected in name, document number and theory score."""
    facts: dict[str, Any] = {"holder_name": "林若曦", "document_number": NEW_NUMBER, "theory": Decimal(79)}
    change = granted(ask(certificate, ChangeKind.CORRECT, actor=station_user, **facts), by=centre_user)
    assert change.result
    return change.result


@pytest.fixture
def revoked(certificate: Certificate, station_user: User, centre_user: User) -> Certificate:
    granted(ask(certificate, ChangeKind.REVOKE, actor=station_user), by=centre_user)
    certificate.refresh_from_db()
    return certificate


def test_the_qualified_roster_says_what_the_new_certificate_says(
    batch: Batch, certificate: Certificate, corrected: Certificate
) -> None:
    sheet = qualified_roster(batch)
    row = rows_of(sheet, COLUMNS)[0]
    assert (row["姓名"], row["证件号码"], row["证书编号"]) == ("林若曦", NEW_NUMBER, corrected.number)
    assert (row["理论成绩"], row["评定成绩"]) == (79, "合格")
    assert row["出生日期"] == date(2005, 2, 3)
    assert row["备注"] == f"证书已换发，原编号 {certificate.number}"
    assert ("人数", 2) in sheet.facts


def test_who_was_revoked_stands_with_a_remark_and_does_not_count(batch: Batch, revoked: Certificate) -> None:
    sheet = qualified_roster(batch)
    row = rows_of(sheet, COLUMNS)[0]
    assert (row["姓名"], row["证书编号"], row["发证日期"]) == ("林若溪", "", None)
    assert row["备注"] == f"证书已撤销，编号 {revoked.number}"
    assert ("人数", 1) in sheet.facts
    assert ("另有证书已撤销", 1) in sheet.facts


def test_the_results_list_follows_with_a_remark(
    batch: Batch, certificate: Certificate, corrected: Certificate
) -> None:
    row = rows_of(results_list(batch), RESULT_COLUMNS)[0]
    assert (row["姓名"], row["证件号码"]) == ("林若曦", corrected.masked_number)
    assert (row["理论成绩"], row["评定成绩"]) == (79, "合格")
    assert row["备注"] == f"证书已换发，原编号 {certificate.number}"


def test_the_photo_sheet_follows(batch: Batch, corrected: Certificate) -> None:
    text = squeezed(pdf_text(photo_sheet(batch).content, "-raw"))
    assert f"1林若曦证件号码后四位{NEW_NUMBER[-4:]}" in text
    assert Candidate.objects.get(name="林若溪").document_number[-4:] not in text


def test_the_photo_sheet_says_who_was_revoked(batch: Batch, revoked: Certificate) -> None:
    text = squeezed(pdf_text(photo_sheet(batch).content, "-raw"))
    assert f"1林若溪证件号码后四位{revoked.document_number[-4:]}证书已撤销" in text
    assert text.count("证书已撤销") == 1
