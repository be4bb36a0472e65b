"""Whose request it is, for limits."""

import logging

import pytest
from django.conf import LazySettings
from django.test import RequestFactory

from ostami import senders
from ostami.senders import sender_of


@pytest.mark.parametrize(
    ("named", "sender"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("198.51.100.1, 203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("unknown", ""),
        ("", ""),
    ],
)
def test_the_proxy_names_the_sender_last(named: str, sender: str, settings: LazySettings) -> None:
    settings.PRACTICE = False
    asked = RequestFactory().get("/", REMOTE_ADDR="127.0.0.1", headers={"X-Forwarded-For": named})
    assert sender_of(asked) == sender


def test_a_proxy_that_names_no_sender_is_told_of_once_a_process(
    settings: LazySettings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.PRACTICE = False
    senders._warn.cache_clear()
    with caplog.at_level(logging.WARNING, logger="ostami.senders"):
        for _ in range(3):
            assert sender_of(RequestFactory().get("/", REMOTE_ADDR="127.0.0.1")) == ""
    (record,) = caplog.records
    assert "names no sender in X-Forwarded-For" in record.getMessage()


def test_without_a_proxy_no_header_is_believed(settings: LazySettings) -> None:
    settings.PRACTICE = True
    asked = RequestFactory().get("/", REMOTE_ADDR="203.0.113.7", headers={"X-Forwarded-For": "198.51.100.1"})
    assert sender_of(asked) == "203.0.113.7"
