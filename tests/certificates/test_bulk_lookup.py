"""Offices look many certificates up at once; what they asked for is recorded."""

from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from accounts.models import User
from accounts.rights import Role
from certificates.models import Certificate
from certificates.register import bulk, bulk_budgets
from certificates.register.budgets import MISSES_A_DAY
from tests.certificates.asking import ask
from tests.conftest import Login
from tests.factories import people
from workflow.models import AuditEvent

HEADINGS = ("姓名", "证件号码", "证书编号")


def workbook(*rows: tuple[str, ...]) -> bytes:
    """A workbook of rows under the headings."""
    book, buffer = Workbook(), BytesIO()
    sheet = book.worksheets[0]
    for row in (HEADINGS, *rows):
        sheet.append(row)
    book.save(buffer)
    return buffer.getvalue()


def send(client: Client, *rows: tuple[str, ...]) -> Any:
    """Send a workbook to the page."""
    file = SimpleUploadedFile("查询.xlsx", workbook(*rows))
    return client.post(reverse("certificates:bulk_lookup"), {"file": file})


def result(answer: Any) -> list[tuple[Any, ...]]:
    """The rows of the result below its heading."""
    rows = list(load_workbook(BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True))
    head = next(place for place, row in enumerate(rows) if row[0] == "行号")
    return rows[head + 1 :]


def test_every_row_gets_its_answer_masked_and_the_look_is_recorded(
    login: Login, other_station_user: User, certificate: Certificate
) -> None:
    stranger = people.document_number(serial=999)
    answer = send(
        login(other_station_user),
        ("林若溪", certificate.document_number, ""),
        ("林若溪", "", certificate.number.lower()),
        ("林若溪", stranger, ""),
    )
    assert answer.status_code == 200
    rows = result(answer)
    masked = certificate.document_number[:4] + "*" * 10 + certificate.document_number[-4:]
    assert [row[:5] for row in rows] == [
        (2, "林若溪", certificate.document_number, "2649********0001", "有效"),
        (3, "林若溪", masked, certificate.number, "有效"),
        (4, "林若溪", stranger, None, "未查到"),
    ]
    event = AuditEvent.objects.get(action="bulk_lookup")
    assert event.sentence == "批量查询了 3 行证书，查到 2 行"
    assert event.actor == other_station_user


def test_rows_with_faults_are_named_and_nothing_is_looked_up(
    login: Login, station_user: User, certificate: Certificate
) -> None:
    answer = send(
        login(station_user),
        ("林若溪", "110105194912310021", ""),
        ("林若溪", "", ""),
        ("林若溪", "", "一号"),
        ("林若溪", "", certificate.number),
    )
    assert answer.status_code == 422
    html = answer.content.decode()
    for told in (
        "共 4 行，有 3 行存在问题",
        "校验位不符",
        "请再填写证件号码或证书编号",
        "证书编号由字母和数字组成",
    ):
        assert told in html
    assert not AuditEvent.objects.filter(action="bulk_lookup").exists()


def test_two_hundred_rows_are_the_most(login: Login, station_user: User, db: None) -> None:
    rows = [(f"林{chr(0x4E00 + place)}", "", f"26492849014{place:05d}") for place in range(201)]
    refused = send(login(station_user), *rows)
    assert refused.status_code == 422
    assert "表格超过 200 行数据" in refused.content.decode()
    assert len(result(send(login(station_user), *rows[:200]))) == 200


def test_an_office_has_a_budget_a_day(
    login: Login, station_user: User, monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    monkeypatch.setattr(bulk_budgets, "ROWS_A_DAY", 2)
    row = ("林若溪", "", "2649284901400009")
    assert send(login(station_user), row, row).status_code == 200
    refused = send(login(station_user), row)
    assert refused.status_code == 422
    assert "本单位今天批量查询超过 2 行" in refused.content.decode()
    assert AuditEvent.objects.filter(action="bulk_lookup").count() == 1


def guessed(count: int) -> list[tuple[str, str, str]]:
    """Rows that try numbers on one name."""
    return [("林若溪", "", f"26492849014{place:05d}") for place in range(200, 200 + count)]


def test_guesses_on_one_name_end_at_the_public_budget_and_count_there(
    client: Client, login: Login, station_user: User, certificate: Certificate
) -> None:
    known = ("林若溪", "", certificate.number)
    rows = result(send(login(station_user), known, *guessed(MISSES_A_DAY + 1), known))
    assert [row[4] for row in rows] == ["有效"] + ["未查到"] * MISSES_A_DAY + [bulk.NOT_ASKED] * 2
    public = ask(client, name="林若溪", number=certificate.number)
    assert "今天已多次没有查到证书" in public.content.decode()


def test_a_row_that_was_found_counts_as_no_miss(
    login: Login, station_user: User, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_budgets, "MISSES_A_DAY", 2)
    client, known = login(station_user), ("林若溪", "", certificate.number)
    rows = result(send(client, known, *guessed(1), ("周无证", "", "2649284901400009"), *guessed(2), known))
    assert [row[4] for row in rows] == ["有效", "未查到", "未查到"] + [bulk.NOT_ASKED] * 3
    refused = send(client, known)
    assert refused.status_code == 422
    assert (
        "本单位今天已有 2 行没有查到证书。请明天再查，或在证书查询页面逐个查询。" in refused.content.decode()
    )


def test_two_facts_stand_in_two_rows_at_most(
    login: Login, station_user: User, certificate: Certificate
) -> None:
    tried = [("林若溪", people.document_number(serial=serial), certificate.number) for serial in (7, 8, 9)]
    answer = send(login(station_user), *tried)
    assert answer.status_code == 422
    assert "有 3 行的姓名和证书编号相同（第 2、3、4 行）。相同的最多 2 行" in answer.content.decode()
    assert not AuditEvent.objects.filter(action="bulk_lookup").exists()
    assert send(login(station_user), *tried[:2]).status_code == 200


def test_the_look_is_recorded_before_the_answer_is_written(
    station_user: User, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    def recorded(_: object) -> bytes:
        return str(AuditEvent.objects.get(action="bulk_lookup").sentence).encode()

    monkeypatch.setattr(bulk, "render_xlsx", recorded)
    assert bulk.bulk_lookup(rows=[], actor=station_user).content.decode() == "批量查询了 0 行证书，查到 0 行"


def test_visitors_and_candidates_look_up_one_at_a_time(client: Client, login: Login, db: None) -> None:
    assert client.get(reverse("certificates:bulk_lookup")).status_code == 302
    candidate = people.user("散客", Role.CANDIDATE)
    assert login(candidate).get(reverse("certificates:bulk_lookup")).status_code == 403
    with pytest.raises(PermissionDenied):
        bulk.bulk_lookup(rows=[], actor=candidate)


def test_the_page_tells_its_limits(login: Login, station_user: User) -> None:
    told = login(station_user).get(reverse("certificates:bulk_lookup")).text
    assert "有两项相同的，最多 2 行。每个单位一天最多查询 2000 行，其中没有查到的最多 500 行。" in told


def test_the_template_has_the_columns(login: Login, station_user: User) -> None:
    answer = login(station_user).get(reverse("certificates:bulk_lookup"), {"template": ""})
    head = next(load_workbook(BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True))
    assert [str(text).rstrip("*") for text in head] == list(HEADINGS)
