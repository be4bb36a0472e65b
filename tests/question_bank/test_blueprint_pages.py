"""Pages of blueprints: filled in by rows, kept when refused, shown to those whose bank it is."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from accounts.models import User
from question_bank.blueprint_facts import facts_of
from question_bank.models import Blueprint
from question_bank.services.blueprints import change_blueprint
from scope_catalog.models import Trade
from stations.models import Station
from tests.conftest import Login
from tests.factories.blueprints import blueprint, facts, kind_row
from tests.factories.questions import question
from tests.factories.stations import rows_data

NEW = "/questions/blueprints/new/"
LIST = "/questions/blueprints/"


@pytest.fixture
def browser(login: Login, writer: User) -> Client:
    return login(writer)


def _typed(turning: Trade, /, **changed: Any) -> dict[str, Any]:
    """What a browser sends for 20 single-choice questions of 5 points."""
    kinds = changed.pop("kinds", [{"kind": "single", "count": "20", "points": "5"}])
    quotas = changed.pop("quotas", [])
    head = {"trade": turning.pk, "level": 4, "name": "2026 年理论卷", "minutes": "90"}
    return {**head, **rows_data("kinds", *kinds), **rows_data("quotas", *quotas), **changed}


def test_a_blueprint_is_filled_in_on_one_page(browser: Client, turning: Trade) -> None:
    kinds = [
        {"kind": "true_false", "count": "４０ 题", "points": "1.5分"},
        {},
        {"kind": "single", "count": "20", "points": "2"},
    ]
    data = _typed(
        turning, kinds=kinds, quotas=[{"point": " 切削用量 ", "count": "4"}], share_1="30%", share_3="70"
    )
    answer = browser.post(NEW, data, follow=True)
    stored = facts_of(Blueprint.objects.get())
    assert [str(row) for row in stored.rows] == ["判断题 40 题×1.5 分", "单选题 20 题×2 分"]
    assert (stored.difficulty, stored.quotas) == ({1: 30, 3: 70}, {"切削用量": 4})
    assert "组卷方案“2026 年理论卷”已保存，共 60 题，100 分。" in answer.text
    assert "不是 100 分" not in answer.text


def test_a_total_other_than_100_is_told_after_saving(browser: Client, turning: Trade) -> None:
    kinds = [{"kind": "single", "count": "20", "points": "4.5"}]
    answer = browser.post(NEW, _typed(turning, kinds=kinds), follow=True)
    assert "总分为 90 分，不是 100 分。" in answer.text


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"kinds": []}, "组卷方案至少要有一种题型"),
    (
        {"kinds": [{"kind": "single", "count": "x", "points": "5"}]},
        "题型第 1 行“题数”：题数须为 1 至 200 的整数。",
    ),
    (
        {"kinds": [{"kind": "single", "count": "9", "points": "0.3"}]},
        "题型第 1 行“每题分值”：每题分值须大于 0",
    ),
    (
        {"kinds": [{"kind": "single", "count": "9", "points": "NaN"}]},
        "题型第 1 行“每题分值”：每题分值须大于 0",
    ),
    ({"kinds": [{"kind": "oral", "count": "9", "points": "5"}]}, "请从列表中选择题型。"),
    ({"kinds": [{"kind": "single", "count": "9", "points": "5"}] * 2}, "与第 1 行重复"),
    ({"quotas": [{"point": "刀具", "count": "2"}, {"point": "刀具", "count": "3"}]}, "与第 1 行重复"),
    ({"quotas": [{"point": "刀具", "count": "21"}]}, "合计 21 题，超过试卷的 20 题"),
    ({"share_1": "60", "share_5": "30"}, "难度比例合计为 90%"),
    ({"share_1": "101"}, "易（百分比）须为 0 至 100 的整数。"),
    ({"level": 2}, "本站的评价范围不含"),
    ({"minutes": "5"}, "考试时间（分钟）须为 10 至 300 的整数。"),
    ({"name": ""}, "请填写名称。"),
    ({"trade": "0"}, "没有这个工种"),
]


@pytest.mark.parametrize(("changed", "sentence"), REFUSED, ids=[sentence for _, sentence in REFUSED])
def test_what_is_wrong_is_named_and_what_was_typed_stays(
    browser: Client, turning: Trade, changed: dict[str, Any], sentence: str
) -> None:
    answer = browser.post(NEW, _typed(turning, **{"name": "2026 年理论卷", **changed}))
    assert answer.status_code == 422
    assert sentence in html.fromstring(answer.text).text_content()
    assert 'name="minutes" value="' in answer.text
    assert not Blueprint.objects.exists()


def test_more_rows_come_without_javascript_and_keep_everything(browser: Client, turning: Trade) -> None:
    answer = browser.post(NEW, {**_typed(turning, share_3="100"), "more": "kinds"})
    page = html.fromstring(answer.text)
    form = page.forms[-1]
    assert form.fields["name"] == "2026 年理论卷"
    assert form.fields["trade"] == str(turning.pk)
    assert form.fields["share_3"] == "100"
    assert (form.fields["kinds-0-kind"], form.fields["kinds-0-count"]) == ("single", "20")
    assert form.fields["kinds-TOTAL_FORMS"] == "2"
    assert not Blueprint.objects.exists()


def test_an_edit_shows_what_is_stored_and_an_emptied_row_goes(
    browser: Client, writer: User, turning: Trade
) -> None:
    made = blueprint(writer, turning, difficulty={1: 100}, quotas={"刀具": 2})
    address = reverse("question_bank:blueprint_edit", args=[made.pk])
    form = html.fromstring(browser.get(address).text).forms[-1]
    sent = dict(form.form_values())
    assert (sent["kinds-1-count"], sent["kinds-1-points"], sent["quotas-0-point"]) == ("40", "1.5", "刀具")
    sent |= {"kinds-0-kind": "", "kinds-0-count": "", "kinds-0-points": "", "quotas-0-remove": "on"}
    browser.post(address, sent)
    stored = facts_of(Blueprint.objects.get())
    assert [str(row) for row in stored.rows] == ["判断题 40 题×1.5 分"]
    assert stored.quotas == {}
    assert stored.difficulty == {1: 100}


def test_a_change_by_another_person_is_not_overwritten_by_accident(
    browser: Client, writer: User, turning: Trade
) -> None:
    made = blueprint(writer, turning)
    address = reverse("question_bank:blueprint_edit", args=[made.pk])
    sent = dict(html.fromstring(browser.get(address).text).forms[-1].form_values()) | {"minutes": "60"}
    change_blueprint(blueprint=made, facts=facts(turning, name="改过的卷"), actor=writer)
    answer = browser.post(address, sent)
    assert answer.status_code == 422
    assert "打开本页后，他人修改了这个组卷方案" in answer.text
    assert facts_of(Blueprint.objects.get()) == facts(turning, name="改过的卷")
    again = dict(html.fromstring(answer.text).forms[-1].form_values())
    assert browser.post(address, again).status_code == 302
    assert facts_of(Blueprint.objects.get()) == facts(turning, minutes=60)


def test_known_knowledge_points_of_the_own_exam_bank_are_offered(
    browser: Client, turning: Trade, station: Station, other_station: Station
) -> None:
    for point in ("量具", "刀具", "刀具"):
        question(station.organisation, turning, knowledge_point=point)
    question(other_station.organisation, turning, knowledge_point="别站的知识点")
    page = html.fromstring(browser.get(NEW).text)
    assert page.xpath("//datalist[@id='known-points']/option/@value") == ["刀具", "量具"]
    assert page.xpath("//input[@name='quotas-0-point']/@list") == ["known-points"]


def test_a_copy_begins_with_everything_but_the_name(browser: Client, writer: User, turning: Trade) -> None:
    made = blueprint(writer, turning, quotas={"刀具": 2})
    address = f"{NEW}?copy={made.pk}"
    form = html.fromstring(browser.get(address).text).forms[-1]
    assert form.fields["name"] == "2026 年理论卷（副本）"
    sent = dict(form.form_values())
    browser.post(address, sent)
    copy = Blueprint.objects.exclude(pk=made.pk).get()
    assert facts_of(copy) == facts(turning, name="2026 年理论卷（副本）", quotas={"刀具": 2})


def test_a_blueprint_out_of_scope_is_not_there(
    login: Login, other_station_user: User, writer: User, turning: Trade
) -> None:
    made = blueprint(writer, turning)
    stranger = login(other_station_user)
    for name in ("blueprint", "blueprint_edit", "blueprint_delete", "blueprint_try"):
        assert stranger.get(reverse(f"question_bank:{name}", args=[made.pk])).status_code == 404
    assert stranger.get(f"{NEW}?copy={made.pk}").status_code == 404
    assert made.name not in stranger.get(LIST).text


def test_management_sees_a_stations_blueprint_but_is_led_back_from_changing_it(
    login: Login, management_user: User, writer: User, turning: Trade
) -> None:
    made = blueprint(writer, turning)
    browser = login(management_user)
    assert made.name in browser.get(LIST).text
    page = browser.get(made.get_absolute_url()).text
    assert ">修改<" not in page
    assert ">复制<" in page
    answer = browser.get(reverse("question_bank:blueprint_edit", args=[made.pk]), follow=True)
    assert "这是其他机构的组卷方案" in answer.text
    answer = browser.post(reverse("question_bank:blueprint_delete", args=[made.pk]))
    assert answer.status_code == 422
    assert Blueprint.objects.exists()


def test_deleting_asks_first(browser: Client, writer: User, turning: Trade) -> None:
    made = blueprint(writer, turning)
    address = reverse("question_bank:blueprint_delete", args=[made.pk])
    assert "删除后不能恢复" in browser.get(address).text
    assert Blueprint.objects.exists()
    assert "已删除" in browser.post(address, follow=True).text
    assert not Blueprint.objects.exists()


def test_a_trial_shows_numbers_and_what_is_unmet_but_no_question(
    browser: Client, writer: User, turning: Trade, station: Station
) -> None:
    made = blueprint(writer, turning, rows=(kind_row(count=3),), quotas={"刀具": 1})
    words = [question(station.organisation, turning).content.stem for _ in range(2)]
    answer = browser.get(reverse("question_bank:blueprint_try", args=[made.pk]))
    assert "抽出 2 题，未能满足：" in answer.text
    assert "单选题缺 1 题" in answer.text
    assert "知识点“刀具”要求 1 题，只能满足 0 题" in answer.text
    assert not any(stem in answer.text for stem in words)
    question(station.organisation, turning, knowledge_point="刀具")
    answer = browser.get(reverse("question_bank:blueprint_try", args=[made.pk]))
    assert "抽出 3 题，方案的要求全部满足。" in answer.text


def test_a_page_says_what_the_bank_lacks(browser: Client, writer: User, turning: Trade) -> None:
    made = blueprint(writer, turning)
    text = html.fromstring(browser.get(made.get_absolute_url()).text).text_content()
    assert "题库还不能满足本方案" in text
    assert "40 题" in text


def test_the_list_is_narrowed_and_sorted_by_its_address(
    browser: Client, writer: User, turning: Trade, django_assert_max_num_queries: Any
) -> None:
    blueprint(writer, turning, name="甲卷")
    blueprint(writer, turning, name="乙卷", level=5, rows=(kind_row(count=10),))
    blueprint(writer, turning, name="丙卷", level=3)

    def names(**asked: Any) -> list[str]:
        rows = html.fromstring(browser.get(LIST, asked).text).xpath("//tbody/tr/td[1]/a/text()")
        return [str(name) for name in rows]

    assert names() == ["乙卷", "甲卷", "丙卷"]
    assert names(sort="questions")[0] == "乙卷"
    assert names(sort="-level")[0] == "乙卷"
    assert names(level=4) == ["甲卷"]
    assert names(q="丙") == ["丙卷"]
    assert names(trade="没有这个工种") == []
    assert names(level=9, sort="nothing") == ["乙卷", "甲卷", "丙卷"]
    with django_assert_max_num_queries(12):
        names()
