"""The practice clock: anybody may set the portal's day, on a practice portal alone."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.conf import LazySettings
from django.test import Client

from ostami import clock

CLOCK = "/practice/clock/"


@pytest.fixture(autouse=True)
def _real_day() -> Iterator[None]:
    with time_machine.travel("2026-06-01T12:00:00+08:00", tick=False):
        yield


def test_the_bar_shows_the_day(client: Client, db: None) -> None:
    clock.set_practice_day(date(2026, 8, 21))
    assert '<time datetime="2026-08-21">2026-08-21</time> 星期五' in client.get("/account/login/").text


def test_the_day_can_be_set(client: Client) -> None:
    answer = client.post(CLOCK, {"day": "2026-09-01", "next": "/stations/?q=299"})
    assert answer["Location"] == "/stations/?q=299"
    assert clock.today() == date(2026, 9, 1)
    assert clock.now().hour == 12


def test_the_day_can_be_stepped_and_reset(client: Client) -> None:
    client.post(CLOCK, {"step": "1", "day": "2026-06-01"})
    client.post(CLOCK, {"step": "1", "day": "2026-06-02"})
    assert clock.today() == date(2026, 6, 3)
    client.post(CLOCK, {"step": "reset", "day": "2026-06-03"})
    assert clock.today() == date(2026, 6, 1)
    assert clock.practice_offset() == timedelta()


@pytest.mark.parametrize("day", ["", "2026-02-30", "昨天"])
def test_what_is_no_day_is_refused_in_words(client: Client, db: None, day: str) -> None:
    answer = client.post(CLOCK, {"day": day, "next": "/account/login/"}, follow=True)
    assert "请选择日期。" in answer.text or "请按 2026-09-01 的格式填写日期。" in answer.text
    assert clock.today() == date(2026, 6, 1)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_out_of_reach_is_refused_in_words(client: Client, db: None, day: str) -> None:
    answer = client.post(CLOCK, {"day": day, "next": "/account/login/"}, follow=True)
    assert "演练日期须在" in answer.text
    assert clock.today() == date(2026, 6, 1)


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example", ""]
)
def test_it_never_leads_to_another_site(client: Client, wanted: str) -> None:
    assert client.post(CLOCK, {"step": "1", "next": wanted})["Location"] == "/"


def test_it_cannot_be_set_by_a_link(client: Client) -> None:
    assert client.get(CLOCK).status_code == 405
    assert clock.today() == date(2026, 6, 1)


def test_it_cannot_be_set_from_another_site() -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(CLOCK, {"step": "1"})
    assert answer.status_code == 403
    assert clock.today() == date(2026, 6, 1)


def test_outside_practice_there_is_no_clock(client: Client, db: None, settings: LazySettings) -> None:
    clock.set_practice_day(date(2026, 9, 1))
    settings.PRACTICE = False
    assert client.post(CLOCK, {"step": "1"}).status_code == 404
    assert clock.today() == date(2026, 6, 1)
    assert "演练时钟" not in client.get("/account/login/").text
    with pytest.raises(RuntimeError):
        clock.set_practice_day(date(2026, 9, 1))


def test_a_broken_clock_file_shows_the_real_day(settings: LazySettings) -> None:
    settings.PRACTICE_CLOCK_FILE.write_text("soon")
    assert clock.today() == date(2026, 6, 1)
