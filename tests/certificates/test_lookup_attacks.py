"""Guessing on and on at the public lookup: what is asked for grows, and ends at a hundred answers a day."""

import pytest
from django.conf import LazySettings
from django.test import Client

from certificates.lookup import Query
from certificates.register.asks import Verdict, take
from certificates.register.proof import new_challenge
from ostami import clock
from tests.certificates.asking import ask, challenge_in, guesses, solved, told_in


@pytest.fixture(autouse=True)
def _small_proofs(settings: LazySettings) -> None:
    settings.LOOKUP_PROOF_NUMBERS = 50


def test_by_one_name_even_computing_gets_a_hundred_misses_a_day(
    client: Client, facts: dict[str, str], settings: LazySettings
) -> None:
    settings.LOOKUP_MISSES_AN_HOUR, settings.LOOKUP_PROOF_NUMBERS = 1000, 2
    answers = []
    for place, number in enumerate(guesses(102)):
        typed = {"name": "林若溪", "document_number": number, "sender": f"192.0.2.{place}"}
        answer = ask(client, **typed)
        if answer.status_code == 429 and (challenge := challenge_in(answer)):
            answer = ask(client, **typed, proof=solved(challenge))
        answers.append(answer.status_code)
    assert answers == [200] * 100 + [429] * 2
    html = answer.content.decode()
    assert "按所填内容今天已多次没有查到证书，今天 24:00 以前不能再按这些内容查询" in html
    assert "请同时填写姓名、证件号码和证书编号三项，或明天再查" in html
    for known in (("document_number", "number"), ("name", "number"), tuple(facts)):
        found = ask(client, sender="192.0.2.9", **{name: facts[name] for name in known})
        assert "登记在册" in found.content.decode()


def test_the_computation_grows_with_the_misses_of_a_fact(
    client: Client, facts: dict[str, str], settings: LazySettings
) -> None:
    settings.LOOKUP_MISSES_AN_HOUR, settings.LOOKUP_PROOF_NUMBERS = 1000, 2
    demanded = []
    for place, number in enumerate(guesses(100)):
        typed = {"name": "林若溪", "document_number": number, "sender": f"192.0.2.{place}"}
        if (answer := ask(client, **typed)).status_code == 429:
            challenge = challenge_in(answer)
            demanded.append(int(challenge["maxnumber"]))
            assert ask(client, **typed, proof=solved(challenge)).status_code == 200
    doubled = [2 << place for place in range(1, 8) for _ in range(10)]
    assert demanded == [2] * 25 + doubled


def test_the_computation_grows_with_the_misses_of_all_to_an_end(
    client: Client, settings: LazySettings, db: None
) -> None:
    settings.LOOKUP_MISSES_AN_HOUR, settings.LOOKUP_PROOF_NUMBERS = 5, 1
    demanded = []
    for place in range(420):
        typed = {"name": f"林{chr(0x4E00 + place)}", "number": f"2649284901{place:06d}"}
        one = take(Query.typed(**typed), sender="", at=clock.now())
        demanded.append(one.numbers)
        if one.verdict is Verdict.OPEN:
            one.settle(answered=True, found=False)
    steps = [1 << min(step, 6) for step in range(9) for _ in range(50)]
    assert demanded == [0] * 5 + steps[: 420 - 5]


def test_a_proof_that_was_easier_than_is_demanded_is_none(client: Client, facts: dict[str, str]) -> None:
    typed = {"name": "林若溪", "document_number": facts["document_number"]}
    for number in guesses(5):
        ask(client, name="林若溪", document_number=number)
    kept = solved(challenge_in(ask(client, **typed)))
    for place, number in enumerate(guesses(26, first=600)):
        guess = {"name": "林若溪", "document_number": number, "sender": f"192.0.2.{place}"}
        ask(client, **guess, proof=solved(challenge_in(ask(client, **guess))))
    assert ask(client, **typed, proof=kept).status_code == 429


def test_ten_thousand_guesses_from_fifty_addresses_get_at_most_a_hundred_answers(
    client: Client, facts: dict[str, str], settings: LazySettings
) -> None:
    numbers = guesses(1000, first=0)
    answered = 0
    for place in range(10_000):
        ways = (
            {"name": "林若溪", "document_number": numbers[place % 1000]},
            {"name": f"林{chr(0x4E00 + place)}", "document_number": facts["document_number"]},
            {"name": f"林{chr(0x4E00 + place)}", "number": f"26492849014{place:05d}"},
            {"name": "林若溪", "number": facts["number"], "document_number": numbers[place % 1000]},
            {"name": "林若", "number": f"26492849014{place:05d}", "document_number": numbers[place % 1000]},
        )
        answer = take(Query.typed(**ways[place % 5]), sender=f"192.0.2.{place % 50}", at=clock.now())
        answer.settle(answered=answer.verdict is Verdict.OPEN, found=False)
        answered += answer.verdict is Verdict.OPEN
    assert 10 < answered <= 100


@pytest.mark.parametrize("held", [("name",), ("document_number",), ("number",), ("name", "number")])
def test_who_solves_every_proof_gets_a_hundred_answers_by_what_is_held_fast(
    facts: dict[str, str], held: tuple[str, ...], settings: LazySettings
) -> None:
    settings.LOOKUP_PROOF_NUMBERS = 1
    answered, now = 0, clock.now()
    for place in range(300):
        guess = {"document_number": guesses(1, first=place % 1000)[0]}
        if "document_number" in held:
            guess = {"name": f"林{chr(0x4E00 + place)}"}
        query, sender = Query.typed(**{**guess, **{name: facts[name] for name in held}}), f"192.0.2.{place}"
        one = take(query, sender=sender, at=now)
        if one.verdict is Verdict.PROOF:
            one.settle(answered=False, found=False)
            given = new_challenge(numbers=one.numbers, sender=sender, at=now)
            one = take(query, sender=sender, at=now, proof=solved(told_in(given)))
        one.settle(answered=one.verdict is Verdict.OPEN, found=False)
        answered += one.verdict is Verdict.OPEN
    assert answered == 100
