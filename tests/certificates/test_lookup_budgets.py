"""Guessing at the public lookup: who asks too often computes first, and no name leads to its numbers."""

from datetime import timedelta
from io import StringIO
from time import process_time

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.test import Client

from certificates import counting
from certificates.lookup import Query
from certificates.models import LookupCount
from certificates.register.asks import take
from ostami import clock
from tests.certificates.asking import ask, challenge_in, guesses, solved
from tests.rivals import at_once

PROOF_ASKED = "这一次需要先由您的浏览器自动验算"


@pytest.fixture(autouse=True)
def _small_proofs(settings: LazySettings) -> None:
    settings.LOOKUP_PROOF_NUMBERS = 50


def test_after_five_misses_by_a_name_the_browser_computes_first(
    client: Client, facts: dict[str, str]
) -> None:
    answers = [
        ask(client, sender=f"192.0.2.{place}", name="林若溪", document_number=number).status_code
        for place, number in enumerate(guesses(6))
    ]
    assert answers == [200] * 5 + [429]
    refused = ask(client, name="林若溪", document_number=facts["document_number"])
    assert refused.status_code == 429
    html = refused.content.decode()
    assert PROOF_ASKED in html
    assert "浏览器不能验算时，也可以同时填写姓名、证件号码和证书编号三项后查询" in html
    assert "found-heading" not in html
    assert f'value="{facts["document_number"]}"' in html
    assert "js/proof.js" in html


def test_who_computed_is_answered_once(client: Client, facts: dict[str, str]) -> None:
    for number in guesses(5):
        ask(client, name="林若溪", document_number=number)
    typed = {"name": "林若溪", "document_number": facts["document_number"]}
    proof = solved(challenge_in(ask(client, **typed)))
    assert "登记在册" in ask(client, **typed, proof=proof).content.decode()
    assert ask(client, **typed, proof=proof).status_code == 429


def test_a_network_misses_a_hundred_times_a_day_and_is_told_until_when(
    client: Client, facts: dict[str, str], settings: LazySettings
) -> None:
    settings.LOOKUP_MISSES_AN_HOUR = 1000
    tried = [{**facts, "name": f"林{chr(0x4E00 + place)}", "number": f"N{place:09d}"} for place in range(101)]
    answers = [ask(client, sender="192.0.2.3", **typed) for typed in tried]
    assert [answer.status_code for answer in answers] == [200] * 100 + [429]
    told = answers[-1].content.decode()
    assert "您所在的网络今天已有 100 次没有查到证书，今天 24:00 以前不能再查" in told
    assert "请明天再查，或联系颁发证书的考试站" in told
    assert "data-proof" not in told
    assert ask(client, sender="192.0.2.3", **facts).status_code == 429
    assert ask(client, sender="192.0.2.4", **facts).status_code == 200


def test_what_is_refused_leaves_nothing_behind_but_the_count_of_misses(
    client: Client, facts: dict[str, str]
) -> None:
    for number in guesses(5):
        ask(client, sender="192.0.2.3", name="林若溪", document_number=number)
    before = set(LookupCount.objects.values_list("key", "count"))
    for place, number in enumerate(guesses(20, first=600)):
        assert ask(client, sender=f"192.0.2.{place + 9}", name="林若溪", document_number=number).status_code
    assert set(LookupCount.objects.values_list("key", "count")) - before == set()


def test_what_was_found_leaves_the_count_of_the_sender_alone(client: Client, facts: dict[str, str]) -> None:
    ask(client, **facts)
    assert not LookupCount.objects.filter(count__gt=0).exists()
    ask(client, name="林若溪", number=facts["number"])
    call_command("forget_lookups", stdout=StringIO())
    assert [row.count for row in LookupCount.objects.all()] == [1]


def test_a_sender_asks_ten_times_in_ten_minutes_found_or_not(client: Client, facts: dict[str, str]) -> None:
    typed = {"name": "林若溪", "number": facts["number"]}
    assert [ask(client, **typed).status_code for _ in range(11)] == [200] * 10 + [429]
    assert ask(client, **typed, sender="192.0.2.7").status_code == 200
    assert ask(client, **facts).status_code == 200


def test_three_facts_are_no_way_round_for_who_knows_two(client: Client, facts: dict[str, str]) -> None:
    tried = [ask(client, **{**facts, "document_number": number}).status_code for number in guesses(40)]
    assert tried == [200] * 5 + [429] * 35
    told = ask(client, **facts).content.decode()
    assert "浏览器不能验算时，请在今天 24:00 以后再查，或联系颁发证书的考试站" in told


def test_counts_tell_neither_names_nor_numbers_nor_addresses_and_are_forgotten(
    client: Client, facts: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(client, sender="192.0.2.3", name="林若溪", document_number=guesses(1)[0])
    stored = " ".join(map(str, LookupCount.objects.values_list()))
    for told in (*facts.values(), "192.0.2.3"):
        assert told not in stored
    kept, today = LookupCount.objects.count(), clock.today()
    assert kept
    call_command("forget_lookups", stdout=(said := StringIO()))
    assert LookupCount.objects.count() == kept
    monkeypatch.setattr(counting, "PORTION", 2)
    monkeypatch.setattr(clock, "today", lambda: today + timedelta(days=2))
    call_command("forget_lookups", stdout=said)
    assert not LookupCount.objects.exists()
    assert said.getvalue() == f"清除了 0 条查询计数。\n清除了 {kept} 条查询计数。\n"


def test_hit_and_miss_take_alike_long(client: Client, facts: dict[str, str], settings: LazySettings) -> None:
    settings.LOOKUP_MISSES_AN_HOUR = 10_000
    ask(client, **facts)

    def took(asks: list[dict[str, str]]) -> float:
        began = process_time()
        for place, typed in enumerate(asks):
            assert ask(client, sender=f"198.51.100.{place}", **typed).status_code == 200
        return process_time() - began

    misses = [
        {"name": f"林{chr(0x4E00 + place)}", "number": f"2649284901{place:06d}"} for place in range(100)
    ]
    hits = [{"name": "林若溪", "number": facts["number"]}] * 100
    assert 0.5 < took(hits) / took(misses) < 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_sixteen_processes_count_exactly() -> None:
    query = Query.typed(name="林若溪", number="2649284901400001")
    now = clock.now()

    def asked(place: int) -> str:
        return take(query, sender=f"192.0.2.{place}", at=now).verdict.value

    assert at_once(asked, range(16)) == ["open"] * 5 + ["proof"] * 11
