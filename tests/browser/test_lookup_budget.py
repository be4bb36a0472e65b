"""Guesses beyond the budget of the lookup: the browser computes, and without a script three facts answer."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import User
from certificates.models import Certificate
from certificates.register.budgets import MISSES_OF_A_FACT
from stations.models import Station
from tests.browser.certifying import look_up, on_day
from tests.browser.conftest import People, Person
from tests.browser.looking import looked
from tests.factories import results

NAME, NUMBER = "林若溪", "2649284901400001"
MISSED = "没有查到相符的证书"


@pytest.fixture
def certificate(station: Station, management_user: User, centre_user: User) -> Certificate:
    batch = results.certified_batch(station, management_user, centre_user, {NAME: results.PASS})
    return Certificate.objects.get(enrolment__batch=batch)


def _guessed(person: Person) -> None:
    """Use up what is free of guesses at the number of one name."""
    for guess in range(MISSES_OF_A_FACT):
        page = look_up(person, name=NAME, number=f"26492849014009{guess:02d}")
        expect(page.get_by_role("main")).to_contain_text(MISSED)


def _on_the_day(people: People) -> None:
    on_day(people.new(), "2026-09-20")


def test_beyond_the_budget_the_browser_computes_and_goes_on(people: People, certificate: Certificate) -> None:
    _on_the_day(people)
    person = people.new(phone=True)
    _guessed(person)
    with person.page.expect_response(lambda answer: answer.status == 429):
        page = look_up(person, name=NAME, number=NUMBER)
    main = page.get_by_role("main")
    expect(main).to_contain_text("该证书登记在册")
    expect(main).to_contain_text(NUMBER)
    expect(main.get_by_role("alert")).to_have_count(0)
    looked(page, "lookup-computed")


def test_without_a_script_three_facts_answer(people: People, certificate: Certificate) -> None:
    _on_the_day(people)
    person = people.new(phone=True, script=False)
    _guessed(person)
    page = look_up(person, name=NAME, number=NUMBER)
    main = page.get_by_role("main")
    expect(main.get_by_role("alert")).to_contain_text("三项")
    expect(main).to_contain_text("不能自动验算")
    expect(main).not_to_contain_text(re.compile("登记在册"))
    expect(page.locator("main [name=number]")).to_have_value(NUMBER)
    looked(page, "lookup-over-budget")
    facts = {"name": NAME, "document_number": certificate.document_number, "number": NUMBER}
    page = look_up(person, **facts)
    expect(page.get_by_role("main")).to_contain_text("该证书登记在册")
