"""Theme and size of print are chosen without a login and kept by the browser."""

import pytest
from django.test import Client

from portal.display import COOKIE

pytestmark = pytest.mark.django_db
PAGE = "/display/"


def test_a_choice_is_kept_and_shown_on_every_page(client: Client) -> None:
    answer = client.post(PAGE, {"theme": "dark", "size": "elder", "back": "/stations/"})
    assert answer["Location"] == "/stations/"
    assert answer.cookies[COOKIE]["httponly"]
    page = client.get("/stations/").text
    assert '<html lang="zh-CN" data-bs-theme="dark" data-size="elder">' in page
    assert 'value="dark"' in client.get(PAGE).text


@pytest.mark.parametrize("kept", ["", "dark", "neon.huge", '".<script>', "light.normal.x"])
def test_whatever_the_cookie_says_pages_are_shown(client: Client, kept: str) -> None:
    client.cookies[COOKIE] = kept
    page = client.get("/").text
    assert f'data-bs-theme="{"dark" if kept == "dark" else "light"}"' in page
    assert "data-size" not in page


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org/", "javascript:alert(1)", ""])
def test_the_way_back_stays_in_the_portal(client: Client, back: str) -> None:
    assert client.post(PAGE, {"theme": "light", "size": "normal", "back": back})["Location"] == "/"


def test_a_choice_that_is_none_is_said(client: Client) -> None:
    answer = client.post(PAGE, {"theme": "neon"})
    assert COOKIE not in answer.cookies
    assert "错误：" in answer.text
