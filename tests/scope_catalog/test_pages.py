import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from scope_catalog.loading import LoadReport
from scope_catalog.models import Trade
from scope_catalog.selectors import trade_by_code
from tests.factories.catalog import OccupationFactory, TradeFactory

LIST = "/catalogue/"


def page(client: Client, **query: str) -> str:
    response = client.get(LIST, query)
    assert response.status_code == 200
    return response.content.decode()


def total(html: str) -> int:
    found = re.search(r"共 (\d+) 条", html)
    assert found, "the page says how many there are"
    return int(found[1])


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 477),
        ({"scheme": "ability"}, 434),
        ({"scheme": "skill_level"}, 43),
        ({"category": "technical"}, 22),
        ({"category": "skilled"}, 412),
        ({"scheme": "skill_level", "category": "skilled"}, 0),
        ({"level": "5"}, 397),
        ({"level": "1", "category": "technical"}, 21),
        ({"q": "skcg"}, 1),
        ({"q": "汽车装调工", "scheme": "skill_level"}, 5),
        ({"q": "车工", "level": "1", "scheme": "ability"}, 3),
    ],
)
def test_filters_narrow_the_list(
    catalogue: LoadReport, client: Client, query: dict[str, str], count: int
) -> None:
    assert total(page(client, **query)) == count


def test_the_list_shows_codes_names_and_level_titles(catalogue: LoadReport, client: Client) -> None:
    html = page(client, q="数控车工")
    for text in ("JX04-05-01 车工", "JX04-05-01-01", "数控车工", "五级/初级工", "一级/高级技师", "技能人员"):
        assert text in html
    engineers = page(client, q="工业工程技术人员")
    assert "三级/初级" in engineers
    assert "无工种，以职业为单元" in engineers
    assert "土方机械" in page(client, q="JX05-03-01-01")


def test_fifty_trades_make_a_page_and_the_address_keeps_the_filters(
    catalogue: LoadReport, client: Client
) -> None:
    html = page(client, scheme="ability", level="5")
    assert html.count('class="list-group-item"') == 50
    assert "scheme=ability&amp;level=5&amp;page=2" in html
    assert '<option value="ability" selected>' in html
    last = page(client, scheme="ability", level="5", page="9999")
    assert "下一页" not in last
    assert total(last) == total(html)


def test_occupations_head_their_trades(catalogue: LoadReport, client: Client) -> None:
    html = page(client, q="jx04-05-0")
    headings = re.findall(r'<h2 class="h5 mb-1"[^>]*>([^<]+)</h2>', html)
    assert headings == [
        "JX04-05-01 车工",
        "JX04-05-02 铣工",
        "JX04-05-04 磨工",
        "JX04-05-05 镗工",
        "JX04-05-07 多工序数控机床操作调整工",
        "JX04-05-08 电切削工",
    ]


def test_an_empty_result_keeps_what_was_asked_and_says_what_to_do(
    catalogue: LoadReport, client: Client
) -> None:
    html = page(client, q="火箭驾驶员", level="2")
    assert "没有符合条件的职业或工种" in html
    assert "请减少筛选条件" in html
    assert 'value="火箭驾驶员"' in html
    assert '<option value="2" selected>' in html


@pytest.mark.parametrize("query", [{"scheme": "nonsense"}, {"level": "9"}, {"level": "x"}])
def test_a_filter_that_does_not_exist_is_named_and_passed_over(
    catalogue: LoadReport, client: Client, query: dict[str, str]
) -> None:
    html = page(client, **query)
    assert f"没有“{next(iter(query.values()))}”这个" in html
    assert total(html) == 477


@pytest.mark.parametrize("word", ["<script>alert(1)</script>", "a\x00b", "数" * 61, "' OR 1=1 --"])
def test_a_strange_word_does_no_harm(catalogue: LoadReport, client: Client, word: str) -> None:
    assert "<script>alert" not in page(client, q=word)


@pytest.mark.django_db
def test_retired_trades_leave_the_list_but_keep_their_page(client: Client) -> None:
    trade = TradeFactory.create(name="蒸汽机车司炉工", retired_on=date(2020, 1, 1))
    assert total(page(client, q="司炉")) == 0
    html = client.get(trade.get_absolute_url()).content.decode()
    assert "已自 2020-01-01 起停用" in html


@pytest.mark.django_db
def test_the_list_costs_the_same_at_one_and_at_fifty_trades(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    TradeFactory.create()
    with django_assert_num_queries(2):
        page(client)
    for occupation in OccupationFactory.create_batch(7):
        TradeFactory.create_batch(7, occupation=occupation)
    with django_assert_num_queries(2):
        html = page(client)
    assert total(html) == 50


def test_a_trades_page_tells_all_about_it(catalogue: LoadReport, client: Client) -> None:
    html = client.get(trade_by_code("JX05-03-01-01").get_absolute_url()).content.decode()
    for text in (
        "土方机械操作工(挖掘机)",
        "JX05-03-01 工程机械操作工",
        "机种：挖掘机",
        "注③",
        "土方机械操作工(装载机)",
    ):
        assert text in html


def test_a_trade_that_does_not_exist_is_not_found(client: Client, db: None) -> None:
    assert client.get(reverse("scope_catalog:trade", args=[1])).status_code == 404


def test_doubts_and_corrections_show_to_staff_alone(
    catalogue: LoadReport, client: Client, management_user: User, station_user: User
) -> None:
    trade = trade_by_code("JX04-05-07-01")
    correction = reverse("scope_catalog:correct", args=[trade.pk])
    for visitor in (None, station_user):
        if visitor:
            client.force_login(visitor)
        assert "待核对" not in page(client, q=trade.code)
        html = client.get(trade.get_absolute_url()).content.decode()
        assert "待核对" not in html
        assert correction not in html
        assert "办理记录" not in html
    client.force_login(management_user)
    assert "待核对" in page(client, q=trade.code)
    html = client.get(trade.get_absolute_url()).content.decode()
    assert "疑为 数控机床加工生产线操作工" in html
    assert correction in html


def test_staff_correct_a_name_with_a_reason(
    catalogue: LoadReport, client: Client, management_user: User
) -> None:
    client.force_login(management_user)
    trade = trade_by_code("JX04-05-07-01")
    address = reverse("scope_catalog:correct", args=[trade.pk])
    assert 'value="数控机床加生产线操作工"' in client.get(address).content.decode()
    answer = client.post(
        address,
        {"name": "数控机床加工生产线操作工", "seen": trade.name, "reason": "与国家职业标准一致"},
        follow=True,
    )
    html = answer.content.decode()
    assert answer.redirect_chain == [(trade.get_absolute_url(), 302)]
    for text in ("数控机床加工生产线操作工", "名称已核对", "与国家职业标准一致", "更正了名称"):
        assert text in html
    assert "待核对" not in html


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": "", "reason": "依据"}, "请填写正确名称。"),
        ({"name": "数控车床工", "reason": ""}, "请填写更正理由，写明依据。"),
        ({"name": "数" * 61, "reason": "依据"}, "名称最多 60 个字"),
        ({"name": "数控车工", "reason": "依据"}, "新名称与现名称相同"),
        ({"name": "普通车工", "reason": "依据"}, "中已有工种“普通车工”"),
    ],
)
def test_a_bad_correction_is_refused_in_words_and_kept(
    catalogue: LoadReport, client: Client, management_user: User, typed: dict[str, str], sentence: str
) -> None:
    client.force_login(management_user)
    trade = trade_by_code("JX04-05-01-01")
    answer = client.post(reverse("scope_catalog:correct", args=[trade.pk]), {"seen": "数控车工", **typed})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert sentence in html
    assert f'value="{typed["name"]}"' in html or not typed["name"]
    assert typed["reason"] in html
    assert Trade.objects.get(pk=trade.pk).name == "数控车工"


def test_others_may_not_correct(catalogue: LoadReport, client: Client, station_user: User) -> None:
    trade = trade_by_code("JX04-05-01-01")
    address = reverse("scope_catalog:correct", args=[trade.pk])
    typed = {"name": "数控车床工", "seen": "数控车工", "reason": "依据"}
    assert client.post(address, typed).status_code == 302
    client.force_login(station_user)
    assert client.post(address, typed).status_code == 403
    assert Trade.objects.get(pk=trade.pk).name == "数控车工"
