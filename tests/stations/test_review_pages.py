"""Lists, pages and the paper of annual reviews."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.template.loader import render_to_string
from pytest_django import DjangoAssertNumQueries

from accounts.models import OrganisationKind, User
from documents.pdf import render_pdf
from stations.models import Station
from stations.review_sheet import review_sheet
from tests.conftest import Login
from tests.documents.reading import pdf_text, squeezed
from tests.factories import people, reviews
from tests.factories.exam import noon

pytestmark = pytest.mark.django_db
LIST_QUERIES = 7  # session, person, missing, first year, provinces, count, rows


@pytest.fixture(autouse=True)
def clock_at() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(noon(reviews.FILED_ON), tick=False) as frozen:
        yield frozen


@pytest.fixture(autouse=True)
def _registered(station: Station, other_station: Station) -> None:
    reviews.registered(station)
    reviews.registered(other_station)


def test_a_station_sees_its_years_and_what_to_do(
    login: Login, station: Station, station_user: User, clock_at: time_machine.Traveller
) -> None:
    client = login(station_user)
    page = client.get("/reviews/").text
    assert "填写 2026 年度年审" in page
    assert "2027 年度年审自 2028-01-01 起填报。" in page
    assert client.get("/reviews/start/2026/").status_code == 200
    edit = client.post("/reviews/start/2026/")["Location"]
    assert "继续填写" in client.get("/reviews/").text
    review = station.reviews.get()
    client.post(edit, reviews.ANSWERS)
    client.post(f"/reviews/{review.pk}/submit/")
    page = client.get("/reviews/").text
    assert "待评定" in page
    assert "继续填写" not in page
    assert client.post("/reviews/start/2026/")["Location"] == f"/reviews/{review.pk}/"


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2027, 4, 30), "2027-03-31 24:00，宽限至 2027-04-30 24:00"),
        (date(2027, 5, 1), "2027-03-31 24:00，自 2027-05-01 起不能编制计划"),
    ],
)
def test_a_late_station_reads_what_follows(
    login: Login, station_user: User, clock_at: time_machine.Traveller, on: date, words: str
) -> None:
    clock_at.move_to(noon(on))
    assert words in login(station_user).get("/reviews/").text


def test_a_station_registered_this_year_waits(login: Login, station: Station, station_user: User) -> None:
    reviews.registered(station, date(2027, 1, 1))
    page = login(station_user).get("/reviews/").text
    assert "本站于 2027-01-01 登记，2027 年度年审自 2028-01-01 起填报。" in page


def test_staff_see_who_handed_in_and_who_did_not(
    login: Login, station: Station, other_station: Station, management_user: User
) -> None:
    review = reviews.handed_in(station)
    draft = reviews.draft(other_station)
    page = login(management_user).get("/reviews/").text
    assert "2026 年度年审" in page
    assert "未提交或已退回 1 个站" in page
    assert f"/reviews/{review.pk}/" in page
    assert f"/reviews/{draft.pk}/" not in page
    assert "填写中" in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["901", "902"]),
        ({"year": "2025"}, []),
        ({"state": "submitted"}, ["901"]),
        ({"state": "not_started"}, ["902"]),
        ({"state": "blocking"}, []),
        ({"province": "浙江省"}, ["902"]),
        ({"province": "江苏省", "state": "not_started"}, []),
    ],
)
def test_filters_narrow_the_list(
    login: Login,
    station: Station,
    other_station: Station,
    centre_user: User,
    asked: dict[str, str],
    found: list[str],
) -> None:
    other_station.organisation.province = "浙江省"
    other_station.organisation.save()
    reviews.registered(other_station, date(2025, 12, 31) if asked.get("year") else date(2026, 5, 1))
    reviews.handed_in(station)
    page = login(centre_user).get("/reviews/", asked).text
    shown = re.findall(r"职教(\d+)考试站</a>", page)
    assert shown == (["902"] if asked.get("year") else found)


def test_an_unknown_filter_is_named_and_left_out(login: Login, management_user: User) -> None:
    page = login(management_user).get("/reviews/", {"state": "splendid", "year": "1999"}).text
    assert "没有这个状态，未按它筛选。" in page
    assert "没有这个年度，未按它筛选。" in page
    assert "职教901考试站" in page


def test_a_branch_sees_its_province_alone(
    login: Login, station: Station, other_station: Station, branch_user: User
) -> None:
    other_station.organisation.province = "浙江省"
    other_station.organisation.save()
    mine, foreign = reviews.handed_in(station), reviews.handed_in(other_station)
    client = login(branch_user)
    page = client.get("/reviews/").text
    assert ("职教901" in page, "职教902" in page, "省份</label>" in page) == (True, False, False)
    assert client.get(mine.get_absolute_url()).status_code == 200
    assert client.get(foreign.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_queries_however_long(
    login: Login,
    management_user: User,
    other_station: Station,
    django_assert_num_queries: DjangoAssertNumQueries,
    rows: int,
) -> None:
    for number in range(rows - 1):
        facts = {"parent": management_user.organisation, "province": "江苏省"}
        made = people.organisation(OrganisationKind.STATION, f"练习站{number}", f"4928480{number}", **facts)
        Station.objects.create(organisation=made, registered_on=date(2026, 1, 1))
    if rows == 1:
        reviews.registered(other_station, date(2027, 1, 1))
    client = login(management_user)
    with django_assert_num_queries(LIST_QUERIES):
        client.get("/reviews/")


def test_the_stations_page_says_what_is_late(
    station: Station, management_user: User, clock_at: time_machine.Traveller
) -> None:
    part = "stations/_review_state.html"
    assert "年审" not in render_to_string(part, {"station": station})
    clock_at.move_to(noon(date(2027, 4, 1)))
    late = render_to_string(part, {"station": station})
    assert "2026 年度年审已过提交期限 2027-03-31 24:00，尚未提交，2027-04-30 24:00 后将不能" in late
    clock_at.move_to(noon(date(2027, 5, 1)))
    assert "自 2027-05-01 起不能编制或提交年度计划。" in render_to_string(part, {"station": station})
    reviews.graded(station, management_user)
    assert "最近一次年审：2026 年度" in render_to_string(part, {"station": station})


def test_the_paper_holds_figures_answers_and_opinion(station: Station, management_user: User) -> None:
    sheet = review_sheet(reviews.graded(station, management_user), on=reviews.FILED_ON)
    cells = dict(sheet.cells())
    assert cells["考试站名称"] == "机械行业职业能力评价职教901考试站"
    assert cells["办公场地面积"] == "60.5 平方米"
    assert cells["合格率"] == "无"
    assert cells["自评"] == reviews.ANSWERS["self_assessment"]
    decision = cells["管理站（省级分支机构）评定意见"]
    assert decision.startswith("评定结果：合格\n评价工作规范，同意。\n签字：练习管理站　王管理")
    assert "2027 年 2 月 10 日" in decision
    text = squeezed(pdf_text(render_pdf(sheet).content, "-raw"))
    for label, shown in sheet.cells():
        assert squeezed(label) in text, label
        assert squeezed(shown) in text, label


def test_a_long_account_is_printed_whole(station: Station) -> None:
    review = reviews.filled(station)
    review.self_assessment = "".join(f"第{number}条工作情况说明。" for number in range(1, 331))
    sheet = review_sheet(review, on=reviews.FILED_ON)
    text = squeezed(pdf_text(render_pdf(sheet).content, "-raw"))
    foot = squeezed(sheet.footer)
    between_pages = text.replace(foot, "").replace("演练", "")
    assert review.self_assessment in between_pages


def test_the_paper_is_handed_out(login: Login, station: Station, station_user: User) -> None:
    review = reviews.handed_in(station)
    answer = login(station_user).get(f"/reviews/{review.pk}/form.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
