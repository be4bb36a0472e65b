"""People come in by the login page, and first passwords are read from the page that shows them."""

import re
from typing import Any

from django.test import Client

LOGIN = "/account/login/"


def shown_password(answer: Any) -> str:
    """Return the first password that an answer shows; no cache may keep it."""
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    found = re.search(r"<code[^>]*>([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})</code>", answer.text)
    assert found, "the password is shown"
    return found[1]


def enters(username: str, password: str) -> Client | None:
    """Log in, and return the client; None where the login page refuses."""
    client = Client()
    answer = client.post(LOGIN, {"username": username, "password": password})
    return client if answer.status_code == 302 else None
