"""Whose request it is, for limits."""

import pytest
from django.conf import LazySettings
from django.test import RequestFactory

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


def test_without_a_proxy_no_header_is_believed(settings: LazySettings) -> None:
    settings.PRACTICE = True
    asked = RequestFactory().get("/", REMOTE_ADDR="203.0.113.7", headers={"X-Forwarded-For": "198.51.100.1"})
    assert sender_of(asked) == "203.0.113.7"
