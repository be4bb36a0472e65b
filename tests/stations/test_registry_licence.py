"""The licence on paper."""

from datetime import date

import pytest
from django.conf import LazySettings
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import User
from ostami.clock import set_practice_day
from ostami.problems import BlockedError
from stations.models import Station
from stations.papers import licence_pdf
from tests.conftest import Login
from tests.documents.reading import pdf_fonts, pdf_page_sizes, pdf_pages, squeezed
from tests.factories import exam
from tests.factories.catalog import OccupationFactory, TradeFactory
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db

ADDRESS = "https://portal.example.invalid/stations/49284901/"
DAY = date(2026, 6, 1)


@pytest.fixture
def licensed(station: Station) -> Station:
    station.valid_from, station.valid_to = date(2026, 3, 1), date(2029, 2, 28)
    station.licence_number, station.legal_representative = "JX-901", "周文渊"
    station.save()
    return station


def pages(station: Station, on: date = DAY) -> list[str]:
    return [squeezed(page) for page in pdf_pages(licence_pdf(station, page_address=ADDRESS, on=on).content)]


def test_the_face_names_who_may_evaluate_where_and_until_when(licensed: Station) -> None:
    exam.scope(licensed, exam.trade())
    face, annex = pages(licensed)
    for words in (
        "机械行业人才评价机构许可证",
        "编号：JX-901",
        "机构名称机械行业职业能力评价职教901考试站",
        "机构编码49284901",
        "评价区域江苏省",
        "承建单位练习学校49284901",
        "法人代表周文渊",
        "有效期限2026年3月1日至2029年2月28日",
        "评价范围职业能力水平评价1个工种，详见附页",
        "发证机构：机械工业职业技能鉴定指导中心",
        "发证日期：2026年3月1日",
        ADDRESS,
    ):
        assert words in face, words
    assert "JX04-05-01-01数控车工五级/初级工、四级/中级工、三级/高级工2025-01-01" in annex


def test_it_is_a4_in_landscape_with_its_fonts_inside(licensed: Station) -> None:
    exam.scope(licensed, exam.trade())
    pdf = licence_pdf(licensed, page_address=ADDRESS, on=DAY)
    assert {size.split(".")[0] for size in pdf_page_sizes(pdf.content)} == {"841"}
    assert pdf_fonts(pdf.content) <= {"Noto-Serif-CJK-SC", "Noto-Serif-CJK-SC-Bold"}
    assert pdf.missing_glyphs == ()


def test_a_long_scope_runs_on_with_its_heads_and_the_licences_number(licensed: Station) -> None:
    occupation = OccupationFactory.create()
    for trade in TradeFactory.create_batch(40, occupation=occupation):
        exam.scope(licensed, trade, "54321")
    face, *annexes = pages(licensed)
    assert "40个工种" in face
    assert len(annexes) > 2
    for annex in annexes:
        assert "工种编码及名称" in annex
        assert "编号JX-901" in annex
    numbers = "".join(annexes)
    assert all(trade.name in numbers for trade in occupation.trades.all())


def test_withdrawn_grants_are_not_printed_and_no_scope_makes_no_annex(licensed: Station) -> None:
    grant = exam.scope(licensed, exam.trade())
    grant.withdrawn_on = DAY
    grant.save()
    (face,) = pages(licensed)
    assert "评价范围待批准" in face


@pytest.mark.parametrize(
    ("on", "mark"),
    [
        (date(2026, 2, 28), "未生效"),
        (date(2026, 3, 1), "演练"),
        (date(2029, 2, 28), "演练"),
        (date(2029, 3, 1), "已过期"),
    ],
)
def test_practice_and_licences_that_do_not_hold_are_marked(licensed: Station, on: date, mark: str) -> None:
    (face,) = pages(licensed, on)
    assert all(sign in face for sign in mark)


def test_a_real_licence_that_holds_is_not_marked_and_a_suspended_one_is(
    licensed: Station, management_user: User, settings: LazySettings
) -> None:
    settings.PRACTICE = False
    (face,) = pages(licensed)
    assert "演" not in face
    (suspended,) = pages(perform(licensed, "suspend", actor=management_user, reason="整改"))
    assert "暂" in suspended


def test_name_and_issuer_are_settings(licensed: Station, settings: LazySettings) -> None:
    settings.LICENCE_NAME, settings.LICENCE_ISSUER = "练习许可证", "练习中心"
    (face,) = pages(licensed)
    assert "练习许可证" in face
    assert "发证机构：练习中心" in face


def test_what_the_registry_lacks_is_named_all_at_once(station: Station) -> None:
    with pytest.raises(BlockedError, match="还没有登记许可证编号、许可证有效期、法人代表，不能打印许可证"):
        licence_pdf(station, page_address=ADDRESS, on=DAY)


def test_insiders_download_it_and_nobody_else(
    licensed: Station, station_user: User, other_station_user: User, branch_user: User, login: Login
) -> None:
    address = reverse("stations:licence", args=[licensed.code])
    set_practice_day(DAY)
    for user in (station_user, branch_user):
        answer = login(user).get(address)
        assert answer["Content-Type"] == "application/pdf"
        assert "http://testserver/stations/49284901/" in squeezed(pdf_pages(answer.content)[0])
    assert login(other_station_user).get(address).status_code == 404
    licensed.valid_from = licensed.valid_to = None
    licensed.save()
    answer = login(station_user).get(address, follow=True)
    assert answer.redirect_chain == [(licensed.get_absolute_url(), 302)]
    assert "还没有登记许可证有效期，不能打印许可证" in answer.content.decode()


def test_the_database_holds_a_licence_number_once(licensed: Station, other_station: Station) -> None:
    other_station.licence_number = licensed.licence_number
    with pytest.raises(IntegrityError), transaction.atomic():
        other_station.save()


@pytest.mark.parametrize("half", ["valid_from", "valid_to"])
def test_the_database_holds_both_of_a_licences_days_or_neither(licensed: Station, half: str) -> None:
    setattr(licensed, half, None)
    with pytest.raises(IntegrityError), transaction.atomic():
        licensed.save()
