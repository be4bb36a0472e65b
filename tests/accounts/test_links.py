"""Links in mails hold a signed token, which lives by the portal's clock."""

from datetime import datetime, timedelta

import pytest
import time_machine

from accounts.links import LinkError, make_link_token, read_link_token
from ostami import clock

AT = datetime(2026, 9, 1, 8, 0, tzinfo=clock.SHANGHAI)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def token() -> str:
    with time_machine.travel(AT, tick=False):
        return make_link_token("confirm", "17")


def test_a_token_tells_its_payload_until_the_last_second(token: str) -> None:
    for at in (AT, AT + HOUR - SECOND):
        with time_machine.travel(at, tick=False):
            assert read_link_token("confirm", token, HOUR) == "17"


def test_at_its_full_age_a_token_is_over(token: str) -> None:
    with (
        time_machine.travel(AT + HOUR, tick=False),
        pytest.raises(LinkError, match="链接已过期。请重新申请发送邮件"),
    ):
        read_link_token("confirm", token, HOUR)


def test_a_token_ages_by_the_day_that_practice_sets(token: str) -> None:
    with time_machine.travel(AT, tick=False):
        clock.set_practice_day(AT.date() + timedelta(days=1))
        with pytest.raises(LinkError, match="链接已过期"):
            read_link_token("confirm", token, HOUR)


def test_a_token_of_another_purpose_is_worth_nothing(token: str) -> None:
    with time_machine.travel(AT, tick=False), pytest.raises(LinkError, match="链接不完整或无效"):
        read_link_token("reset", token, HOUR)


def test_a_spoilt_token_is_worth_nothing(token: str) -> None:
    for spoilt in (token[:-1], f"x{token}", "", "张三"):
        with time_machine.travel(AT, tick=False), pytest.raises(LinkError, match="链接不完整或无效"):
            read_link_token("confirm", spoilt, HOUR)


def test_a_token_needs_no_escaping_in_an_address(token: str) -> None:
    with time_machine.travel(AT, tick=False):
        made = make_link_token("confirm", "张三/?&#")
        assert set(made) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_:")
        assert read_link_token("confirm", made, HOUR) == "张三/?&#"
