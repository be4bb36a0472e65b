"""Asking the public lookup, and solving what it asks for."""

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from html import unescape
from typing import cast

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from certificates.register.proof import Challenge
from tests.factories import people


def ask(client: Client, *, page: str = "lookup", sender: str = "127.0.0.1", **typed: str) -> HttpResponse:
    """Ask one of the three pages from an address."""
    answer = client.post(reverse(f"certificates:{page}"), typed, REMOTE_ADDR=sender)
    return cast("HttpResponse", answer)


def challenge_in(answer: HttpResponse) -> dict[str, str]:
    """Return the challenge that a page carries."""
    element = re.search(r"<div[^>]* data-proof [^>]*>", answer.content.decode())
    found = re.findall(r'data-([a-z]+)="([^"]*)"', element[0] if element else "")
    return {name: unescape(text) for name, text in found if name != "form"}


def told_in(challenge: Challenge) -> dict[str, str]:
    """Return a challenge as a page carries it."""
    return {name: str(getattr(challenge, name)) for name in challenge.__slots__}


def solved(challenge: dict[str, str]) -> str:
    """Return a challenge's solution as a browser sends it."""
    for number in range(int(challenge["maxnumber"]) + 1):
        if hashlib.sha256(f"{challenge['salt']}{number}".encode()).hexdigest() == challenge["challenge"]:
            return packed(challenge | {"number": number})
    raise AssertionError("no number solves the challenge")


def packed(solution: Mapping[str, object]) -> str:
    """Return a solution in base64."""
    return base64.b64encode(json.dumps(solution).encode()).decode()


def guesses(count: int, first: int = 500) -> list[str]:
    """Document numbers that nobody here has."""
    return [people.document_number(serial=serial % 1000) for serial in range(first, first + count)]
