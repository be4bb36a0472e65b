"""Pages that tell what went wrong: in words, with the request's number, which the log bears too."""

import logging
import re
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from accounts.models import User
from ostami import reference
from portal.middleware import error_pages
from portal.views import errors
from tests.conftest import Login

pytestmark = pytest.mark.django_db
NUMBER = re.compile(r"<code>([2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4})</code>")


def number_on(answer: Any) -> str:
    found = NUMBER.search(answer.content.decode())
    assert found
    return found[1]


def test_a_page_shows_the_number_that_the_answer_and_the_log_bear(
    login: Login, station_user: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.handler.addFilter(reference.ReferenceFilter())
    answer = login(station_user).get("/no-such-page/")
    number = number_on(answer)
    assert answer["X-Request-Id"] == number
    assert {vars(record)["reference"] for record in caplog.records if record.name == "django.request"} == {
        number
    }


def test_each_request_has_its_own_number(client: Client) -> None:
    assert number_on(client.get("/no-such-page/")) != number_on(client.get("/no-such-page/"))


def test_lines_outside_of_requests_are_logged_too() -> None:
    record = logging.makeLogRecord({"msg": "x"})
    assert reference.ReferenceFilter().filter(record)


def test_a_method_that_a_page_doesnt_take_is_told_in_words(login: Login, station_user: User) -> None:
    answer = login(station_user).get("/account/logout/")
    assert answer.status_code == 405
    assert "不能这样打开" in answer.text
    assert answer["Allow"]
    assert number_on(answer)


def test_too_large_a_request_is_told_as_such(
    login: Login, station_user: User, settings: LazySettings
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    answer = login(station_user).post("/batches/new/", {"place": "x" * 100})
    assert answer.status_code == 413
    assert "提交的内容过大" in answer.text


@pytest.mark.parametrize("status", [405, 413, 429, 503])
def test_a_bare_refusal_is_dressed_and_keeps_its_headers(status: int) -> None:
    def refuse(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(status=status, headers={"Retry-After": "9"})

    page = error_pages(refuse)(RequestFactory().get("/"))
    assert (page.status_code, page["Retry-After"]) == (status, "9")
    assert errors.WORDS[status][0] in page.content.decode()


def test_a_refusal_with_words_of_its_own_is_left_alone() -> None:
    words = HttpResponse("no", status=429)
    assert error_pages(lambda _request: words)(RequestFactory().get("/")) is words


def test_a_database_that_is_away_is_no_breakdown() -> None:
    def broken(request: HttpRequest) -> HttpResponse:
        raise OperationalError

    try:
        broken(RequestFactory().get("/"))
    except OperationalError:
        answer = errors.server_error(RequestFactory().get("/"))
    assert (answer.status_code, answer["Retry-After"]) == (503, errors.RETRY_AFTER)
    assert "平台暂时不能使用" in answer.content.decode()


def test_a_person_is_led_back_to_what_waits_a_visitor_to_the_front(login: Login, station_user: User) -> None:
    assert '<a class="btn btn-primary" href="/">返回首页</a>' in Client().get("/nowhere/").text
    assert (
        '<a class="btn btn-primary" href="/home/">返回待办</a>' in login(station_user).get("/nowhere/").text
    )
