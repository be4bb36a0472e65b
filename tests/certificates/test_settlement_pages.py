"""Pages of fees, settlements, slips and statements, as stations and management use them."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import User
from batches.models import Batch
from certificates.models import Fee, Remittance, Settlement
from certificates.settlement.fees import fees_on
from certificates.settlement.selectors import Entry, settlements_for
from certificates.settlement.sheets import statement, to_print
from scope_catalog.choices import Scheme
from stations.models import Station
from tests.certificates.conftest import PEOPLE
from tests.conftest import Login
from tests.factories import exam, fees, results
from workflow.models import AuditEvent


@pytest.fixture
def settlement(station: Station, management_user: User) -> Settlement:
    """Two people who passed, 50.10 yuan each."""
    fees.fee(management_user, "50.10").save()
    return Settlement.objects.get(batch=results.approved(station, management_user, PEOPLE))


@pytest.fixture
def other(settlement: Settlement, other_station: Station, management_user: User) -> Settlement:
    """One person of another station."""
    batch = results.approved(other_station, management_user, {"邻站考生": ("90", "90")})
    return Settlement.objects.get(batch=batch)


def at(name: str, *args: int) -> str:
    return reverse(f"certificates:{name}", args=args)


def sent(**facts: Any) -> dict[str, Any]:
    file = SimpleUploadedFile("回单.jpg", exam.picture(), "image/jpeg")
    return {"amount": "100.20", "paid_on": "2026-09-03", "note": "", "file": file, **facts}


def text(response: Any) -> str:
    return str(response.content.decode())


def test_a_station_sends_a_slip_and_management_confirms_it(
    settlement: Settlement, station_user: User, management_user: User, login: Login
) -> None:
    page = settlement.get_absolute_url()
    html = text(login(station_user).get(page))
    assert "数控车工 四级/中级工" in html
    assert "还没有汇款单" in html
    response = login(station_user).post(at("slip_new", settlement.pk), sent(), follow=True)
    assert "已上传汇款单，由管理站确认。" in text(response)
    move = f"{page}confirm/"
    shown = text(login(management_user).get(move))
    assert 'value="100.20/100.20"' in shown
    response = login(management_user).post(move, {"reason": "", "seen": "100.20/100.20"}, follow=True)
    assert "已确认结算" in text(response)
    assert "上传汇款单</a>" not in text(login(station_user).get(page))


def test_a_difference_is_told_at_the_words_which_are_kept(
    settlement: Settlement, station_user: User, management_user: User, login: Login
) -> None:
    login(station_user).post(at("slip_new", settlement.pk), sent(amount="90"))
    page = f"{settlement.get_absolute_url()}confirm/"
    response = login(management_user).post(page, {"reason": "", "seen": "100.20/90.00"})
    assert response.status_code == 422
    assert "少付 10.20 元（服务指南 4.6-7）。请写明按此确认的原因" in text(response)
    changed = login(management_user).post(page, {"reason": "另付", "seen": "100.20/100.20"})
    assert "汇款单或应付金额刚刚有变化" in text(changed)
    assert "另付" in text(changed)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"amount": ""}, "请填写汇款金额（元）。"),
        ({"amount": "0"}, "不能小于 0.01 元"),
        ({"amount": "1.005"}, "最多两位小数（到分）"),
        ({"amount": "一百"}, "须是数字"),
        ({"amount": "123456789"}, "过大，请核对"),
        ({"paid_on": "2126-01-01"}, "晚于今天"),
        ({"paid_on": "昨天"}, "不是有效的日期"),
        ({"file": ""}, "请先选择文件"),
        ({"file": SimpleUploadedFile("a.docx", b"PK\x03\x04")}, "请另存为 PDF 后上传"),
    ],
)
def test_what_is_wrong_with_a_slip_is_said_and_nothing_is_kept(
    settlement: Settlement, station_user: User, login: Login, facts: dict[str, Any], said: str
) -> None:
    response = login(station_user).post(at("slip_new", settlement.pk), sent(note="流水 7", **facts))
    assert response.status_code == 422
    assert said in text(response)
    assert "流水 7" in text(response)
    assert not Remittance.objects.exists()


def test_a_slip_is_handed_out_in_scope_and_withdrawn_with_a_reason(
    settlement: Settlement, station_user: User, other_station_user: User, login: Login
) -> None:
    login(station_user).post(at("slip_new", settlement.pk), sent())
    login(station_user).post(at("slip_new", settlement.pk), sent(amount="1"))
    slip = Remittance.objects.get(amount=1)
    for name in ("slip", "slip_withdraw"):
        assert login(other_station_user).get(at(name, settlement.pk, slip.pk)).status_code == 404
    picture = login(station_user).get(at("slip", settlement.pk, slip.pk))
    assert picture["Content-Type"] == "image/jpeg"
    address = at("slip_withdraw", settlement.pk, slip.pk)
    assert "请填写作废原因。" in text(login(station_user).post(address, {"reason": ""}))
    response = login(station_user).post(address, {"reason": "传错"}, follow=True)
    assert "已作废汇款单" in text(response)
    assert login(station_user).get(at("slip", settlement.pk, slip.pk)).status_code == 200


def test_nobody_reaches_another_stations_settlement(
    settlement: Settlement, other_station_user: User, branch_user: User, login: Login
) -> None:
    for actor in (other_station_user, branch_user):
        assert login(actor).get(settlement.get_absolute_url()).status_code == 404
        assert "还没有证书结算" in text(login(actor).get(at("settlements")))
    assert login(other_station_user).post(at("slip_new", settlement.pk), sent()).status_code == 404


@pytest.mark.parametrize("move", ["waive", "recheck", "reopen", "nothing"])
def test_what_follows_from_results_has_no_page(
    settlement: Settlement, management_user: User, login: Login, move: str
) -> None:
    page = f"{settlement.get_absolute_url()}{move}/"
    assert login(management_user).get(page).status_code == 404


def test_management_sets_a_fee_for_several_levels_and_removes_what_is_unused(
    settlement: Settlement, management_user: User, station_user: User, login: Login
) -> None:
    told = {"scheme": "ability", "levels": ["4", "3"], "amount": "60.5", "valid_from": "2027-01-01"}
    assert login(station_user).post(at("fee_new"), told).status_code == 403
    response = login(management_user).post(at("fee_new"), told, follow=True)
    assert "已设定收费标准。" in text(response)
    assert fees_on(scheme=Scheme.ABILITY, day=date(2026, 12, 31)) == {4: Decimal("50.10")}
    assert fees_on(scheme=Scheme.ABILITY, day=date(2027, 1, 1)) == {3: Decimal("60.5"), 4: Decimal("60.5")}
    assert fees_on(scheme=Scheme.SKILL_LEVEL, day=date(2027, 1, 1)) == {}
    again = login(management_user).post(at("fee_new"), {**told, "levels": ["5", "4"]})
    assert "四级/中级工在 2027-01-01 已有收费标准" in text(again)
    assert Fee.objects.count() == 3
    unused, used = Fee.objects.get(level=3), Fee.objects.get(level=4, valid_from=fees.LONG_AGO)
    login(management_user).post(at("fee_remove", unused.pk))
    refused = login(management_user).post(at("fee_remove", used.pk), follow=True)
    assert "已用于结算，不能删除" in text(refused)
    assert set(Fee.objects.values_list("level", flat=True)) == {4}
    removed = AuditEvent.objects.get(action="remove")
    assert removed.sentence == "删除收费标准：职业能力水平评价 三级/高级工 60.50 元，2027-01-01 起"


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"amount": "-1"}, "不能小于 0 元"),
        ({"levels": []}, "请选择等级。"),
        ({"levels": ["9"]}, "没有这个等级"),
        ({"valid_from": ""}, "请填写生效日期。"),
        ({"scheme": ""}, "请选择评价类别。"),
    ],
)
def test_what_is_wrong_with_a_fee_is_said(
    management_user: User, login: Login, facts: dict[str, Any], said: str
) -> None:
    told = {"scheme": "ability", "levels": ["4"], "amount": "60", "valid_from": "2027-01-01", **facts}
    response = login(management_user).post(at("fee_new"), told)
    assert response.status_code == 422
    assert said in text(response)
    assert not Fee.objects.exists()


def test_everybody_who_settles_reads_the_fees(
    settlement: Settlement, station_user: User, login: Login
) -> None:
    html = text(login(station_user).get(at("fees")))
    assert "50.10" in html
    assert "设定收费标准</a>" not in html


def test_the_list_adds_up_what_its_filters_leave(
    other: Settlement, station_user: User, management_user: User, login: Login
) -> None:
    login(station_user).post(at("slip_new", Settlement.objects.get(total="100.20").pk), sent())
    html = text(login(management_user).get(at("settlements")))
    assert "<dd>150.30</dd>" in html
    asked = {"year": "2026", "status": "paid", "scheme": "ability", "station": "49284901"}
    narrow = text(login(management_user).get(at("settlements"), asked))
    assert "<dd>150.30</dd>" not in narrow
    assert "<dd>100.20</dd>" in narrow
    assert "没有符合条件的结算" in text(
        login(management_user).get(at("settlements"), {"status": "confirmed"})
    )
    assert "未按它筛选" in text(login(management_user).get(at("settlements"), {"year": "1999"}))


def test_the_list_takes_as_many_queries_for_one_as_for_two(
    settlement: Settlement,
    other_station: Station,
    management_user: User,
    login: Login,
    django_assert_num_queries: Any,
    django_assert_max_num_queries: Any,
) -> None:
    client = login(management_user)
    with django_assert_max_num_queries(40) as counted:
        client.get(at("settlements"))
    results.approved(other_station, management_user, {"邻站考生": ("90", "90")})
    with django_assert_num_queries(len(counted)):
        client.get(at("settlements"))


def test_the_fees_take_as_many_queries_for_one_as_for_three(
    management_user: User, login: Login, django_assert_num_queries: Any
) -> None:
    client = login(management_user)
    fees.fee(management_user, "50").save()
    client.get(at("fees"))
    with CaptureQueriesContext(connection) as counted:
        client.get(at("fees"))
    for day in (2, 3):
        fees.fee(management_user, "60", valid_from=date(2027, 1, day)).save()
    with django_assert_num_queries(len(counted)):
        client.get(at("fees"))


def test_the_statement_of_all_stations_has_their_sums_and_every_batch(
    other: Settlement, management_user: User, station_user: User, login: Login
) -> None:
    mine = Settlement.objects.exclude(pk=other.pk).get()
    login(station_user).post(at("slip_new", mine.pk), sent(amount="90"))
    response = login(management_user).get(at("statement_xlsx"), {"year": "2026"})
    book = load_workbook(BytesIO(response.content))
    assert book.sheetnames == ["按考试站", "明细"]
    values = [[cell for cell in row if cell is not None] for row in book["按考试站"].values]
    assert [str(mine.batch.station), 1, 2, 100.2, 90, 0, 100.2] in values
    assert [str(other.batch.station), 1, 1, 50.1, 0, 0, 50.1] in values
    lines = [value for row in book["明细"].values for value in row if value is not None]
    assert {"少付 10.20 元", "150.30 元", "待确认", mine.batch.number} <= set(lines)


def test_a_station_gets_its_own_statement_in_both_formats(
    other: Settlement, station_user: User, login: Login
) -> None:
    response = login(station_user).get(at("statement_xlsx"), {"year": "2026"})
    book = load_workbook(BytesIO(response.content))
    assert book.sheetnames == ["明细"]
    held = [value for row in book["明细"].values for value in row if value is not None]
    assert "100.20 元" in held
    assert str(other.batch.station) not in held
    pdf = login(station_user).get(at("statement_pdf"), {"year": "2026"})
    assert pdf.content.startswith(b"%PDF")


def test_the_printed_statement_shows_cents(other: Settlement, management_user: User) -> None:
    entries = [Entry.of(row) for row in settlements_for(management_user, {})]
    sums, lines = (to_print(one) for one in statement(entries, about="2026 年", on=date(2026, 12, 31)))
    assert sums.rows[0] == (
        str(entries[1].settlement.batch.station),
        1,
        2,
        "100.20",
        "0.00",
        "0.00",
        "100.20",
    )
    assert lines.rows[0][4:8] == (1, "50.10", "0.00", "少付 50.10 元")


def test_the_batch_page_leads_to_its_settlement(
    settlement: Settlement, station_user: User, management_user: User, login: Login
) -> None:
    page = settlement.batch.get_absolute_url()
    assert "2 人，应付 100.20 元，已付 0.00 元，<strong>少付 100.20 元</strong>" in text(
        login(station_user).get(page)
    )
    models.QuerySet(Settlement).delete()
    assert "生成结算" not in text(login(station_user).get(page))
    assert "生成结算" in text(login(management_user).get(page))
    opened = login(management_user).post(at("settlement_open", settlement.batch.pk), follow=True)
    assert "待付款" in text(opened)
    made = Settlement.objects.get()
    again = login(management_user).post(at("settlement_recompute", made.pk), follow=True)
    assert "已按考试日期的收费标准重新计算。" in text(again)
    batch = Batch.objects.get(pk=settlement.batch_id)
    assert batch.settlement == made


def test_the_page_of_a_certified_batch_offers_the_settlement_that_it_lacks(
    batch: Batch, station_user: User, management_user: User, login: Login
) -> None:
    models.QuerySet(Settlement).delete()
    page = batch.get_absolute_url()
    assert "生成结算" not in text(login(station_user).get(page))
    assert "生成结算" in text(login(management_user).get(page))
    login(management_user).post(at("settlement_open", batch.pk))
    assert Settlement.objects.get().batch == batch


def test_a_question_is_answered_in_words_which_the_page_asks_for(
    settlement: Settlement, station_user: User, management_user: User, login: Login
) -> None:
    page = settlement.get_absolute_url()
    login(station_user).post(at("slip_new", settlement.pk), sent())
    login(management_user).post(f"{page}question/", {"reason": "未到账"})
    assert "按考试日期的收费标准重新计算" in text(login(management_user).get(page))
    assert "请写明核实的情况" in text(login(station_user).post(f"{page}pay/", {"reason": ""}))
    answered = login(station_user).post(f"{page}pay/", {"reason": "今日到账"}, follow=True)
    assert "待确认" in text(answered)
