"""The front page, and the pages that tell what went wrong."""

import gzip
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.models import User
from portal.views.errors import server_error
from scope_catalog.models import Trade
from stations.models import Station
from tests.conftest import Login
from tests.factories import exam
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db

FIRST_VIEW_BYTES = 100 * 1024


def test_the_front_page_tells_the_totals(client: Client, station: Station, other_station: Station) -> None:
    exam.trade()
    figures = client.get("/").context["figures"]
    assert (figures.stations, figures.occupations, figures.trades) == (2, 1, 1)


def test_what_is_closed_or_retired_is_not_counted(
    client: Client, station: Station, other_station: Station, management_user: User
) -> None:
    perform(other_station, "close", actor=management_user, reason="学校停办")
    exam.trade()
    Trade.objects.update(retired_on="2020-01-01")
    figures = client.get("/").context["figures"]
    assert (figures.stations, figures.occupations, figures.trades) == (1, 0, 0)


@pytest.mark.parametrize(
    "name",
    ["candidates:open", "stations:list", "scope_catalog:list", "accounts:login", "candidates:register"],
)
def test_the_front_page_leads_to_what_one_can_do(client: Client, name: str) -> None:
    assert f'href="{reverse(name)}"' in client.get("/").text


def test_the_front_page_asks_the_lookup_by_post(client: Client) -> None:
    page = client.get("/").text
    assert f'method="post" action="{reverse("certificates:lookup")}"' in page
    assert 'name="name"' in page
    assert 'name="number"' in page


def test_a_person_who_is_logged_in_is_led_home(login: Login, station_user: User) -> None:
    assert f'<a href="{reverse("portal:home")}">我的待办</a>' in login(station_user).get("/").text


@pytest.mark.parametrize("path", ["/", "/account/login/", "/home/"])
def test_pages_load_nothing_from_elsewhere_and_run_nothing_inline(
    login: Login, station_user: User, path: str
) -> None:
    page = login(station_user).get(path, follow=True).text
    assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', page)
    assert not re.findall(r"<style|<script(?![^>]*src)|\son\w+=|\sstyle=", page)


def test_the_whole_first_view_stays_light(client: Client) -> None:
    page = client.get("/").content
    names = re.findall(rb'(?:src|href)="/static/([^"]+)"', page)
    files = [(Path(settings.BASE_DIR) / "static" / name.decode()).read_bytes() for name in names]
    assert len(files) >= 3
    assert sum(len(gzip.compress(file)) for file in [page, *files]) < FIRST_VIEW_BYTES


def test_an_unknown_page_says_so_in_words(client: Client, station_user: User) -> None:
    client.force_login(station_user)
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert "页面不存在，或不在您可以查看的范围内。" in answer.text


def test_a_page_without_the_right_tells_the_reason(login: Login, branch_user: User) -> None:
    answer = login(branch_user).get(reverse("batches:plan_new"))
    assert answer.status_code == 403
    assert "您的身份是“省级分支机构”，不能编制年度计划。此事由考试站办理。" in answer.text


def test_an_expired_form_says_what_to_do(station_user: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(station_user)
    answer = strict.post("/account/logout/")
    assert answer.status_code == 403
    assert "表单已过期" in answer.text
    assert "请返回上一页，刷新后重新提交。" in answer.text


def test_an_unknown_host_is_a_bad_request(client: Client) -> None:
    answer = client.get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "请求有误" in answer.text


def test_a_breakdown_has_a_page_of_its_own() -> None:
    answer = server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "平台出现故障，您的操作没有生效。" in answer.content.decode()


def test_a_breakdown_is_told_even_where_the_database_is_what_failed(
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    with django_assert_num_queries(0):
        server_error(RequestFactory().get("/"))


def test_every_line_of_the_error_summary_leads_to_its_field(login: Login, station_user: User) -> None:
    page = login(station_user).post(reverse("batches:new"), {})
    summary = page.text.split('id="error-summary"', 1)[1].split("</div>", 1)[0]
    targets = re.findall(r'href="#([^"]+)"', summary)
    assert len(targets) >= 3
    assert page.status_code == 422
    for target in targets:
        assert f'id="{target}"' in page.text
    assert "<title>错误：" in page.text


def test_home_is_for_people_who_logged_in(client: Client) -> None:
    assert client.get("/home/")["Location"] == "/account/login/?next=/home/"


def test_a_problem_of_the_whole_form_is_told_once(client: Client) -> None:
    page = client.post("/account/login/", {"username": "没有这个人", "password": "wrong-word-47"})
    assert page.text.count("用户名或密码不正确") == 1
