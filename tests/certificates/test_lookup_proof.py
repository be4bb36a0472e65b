"""Solutions of the lookup's computation: one of ours, whole, in time, once, and from who was asked."""

import base64
import json
from datetime import datetime, timedelta

import pytest
from django.test import Client

from certificates.models import Certificate
from certificates.register.proof import is_solved, new_challenge
from ostami import clock
from tests.certificates.asking import ask, packed, solved, told_in

pytestmark = pytest.mark.django_db
SENDER = "192.0.2.1"


def _told(now: datetime, numbers: int = 50) -> dict[str, str]:
    return told_in(new_challenge(numbers=numbers, sender=SENDER, at=now))


def _read(text: str) -> dict[str, object]:
    return dict(json.loads(base64.b64decode(text)))


def _right(text: str, at: datetime, *, sender: str = SENDER, numbers: int = 50) -> bool:
    return is_solved(text, numbers=numbers, sender=sender, at=at)


@pytest.mark.parametrize("wrong", ["number", "salt", "challenge", "signature"])
def test_a_changed_solution_is_none(wrong: str) -> None:
    now = clock.now()
    right = solved(_told(now))
    assert not _right(packed(_read(right) | {wrong: 51 if wrong == "number" else "a"}), now)
    assert not _right(right, now + timedelta(minutes=11))
    assert not _right(right, now, sender="192.0.2.2")
    assert not _right(right, now, numbers=51)
    assert _right(right, now)
    assert not _right(right, now)


def test_digits_that_move_between_salt_and_number_make_no_other_solution() -> None:
    now = clock.now()
    solution = _read(solved(_told(now, numbers=10**6)))
    salt, number = str(solution["salt"]), str(solution["number"])
    for cut in range(1, len(number)):
        spliced = {"salt": salt + number[:cut], "number": int(number[cut:])}
        assert not _right(packed(solution | spliced), now)
    bare = salt.removesuffix("&")
    others: list[dict[str, object]] = [{"salt": bare[:-1], "number": int(bare[-1] + number)}, {"salt": bare}]
    for moved in others:
        assert not _right(packed(solution | moved), now)


@pytest.mark.parametrize("name", ["expires", "maxnumber"])
def test_what_the_salt_says_is_signed(name: str) -> None:
    now = clock.now()
    told = _told(now)
    before = told["salt"].split(f"{name}=")[1].split("&")[0]
    longer = told | {"salt": told["salt"].replace(f"{name}={before}", f"{name}=9{before}")}
    with pytest.raises(AssertionError, match="no number"):
        solved(longer)
    for number in range(51):
        assert not _right(packed(longer | {"number": number}), now)


NONE_AT_ALL = [
    "",
    "!",
    "W10=",
    "bnVsbA==",
    "e30=",
    "e" * 2000,
    "5Lit",
    "证书",
    "\ud800",
    packed({"salt": 1}),
    packed({"salt": "\ud800", "challenge": "a", "number": 1, "signature": "a"}),
]


@pytest.mark.parametrize("text", NONE_AT_ALL)
def test_what_is_no_solution_at_all_is_none(text: str) -> None:
    assert not _right(text, clock.now())


@pytest.mark.parametrize("field", ["salt", "challenge", "signature", "number"])
@pytest.mark.parametrize("value", ["\ud800", "证", None, [1], {"a": 1}, 1.5, -1, True, 10**400])
def test_no_value_breaks_the_check(field: str, value: object) -> None:
    now = clock.now()
    assert not _right(packed(_read(solved(_told(now))) | {field: value}), now)


def test_a_page_answers_a_broken_solution_with_a_new_computation(
    client: Client, certificate: Certificate
) -> None:
    typed = {"name": "林若溪", "number": "2649284901400099"}
    for _ in range(5):
        ask(client, **typed)
    for proof in ("\u4e2d", packed({"salt": "\ud800", "challenge": "", "number": 1, "signature": "\ud800"})):
        answer = ask(client, **typed, proof=proof)
        assert (answer.status_code, "data-proof" in answer.content.decode()) == (429, True)
