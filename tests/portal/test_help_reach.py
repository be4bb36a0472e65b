"""The glossary leads its reader only to pages that are the reader's."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Organisation, User
from accounts.rights import Role
from portal.help.glossary import glossary
from portal.help.reach import may_open
from tests.conftest import Login
from tests.factories import people

pytestmark = pytest.mark.django_db

FORBIDDEN = 403
PAGES = sorted({term.page for term in glossary() if term.page})


@pytest.fixture
def reader(request: pytest.FixtureRequest, centre_org: Organisation) -> User:
    return people.user("读者", request.param, centre_org)


@pytest.mark.parametrize("reader", Role.values, indirect=True)
def test_what_it_leads_to_opens_and_nothing_else_would(login: Login, reader: User) -> None:
    client = login(reader)
    opens = {name: client.get(reverse(name)).status_code != FORBIDDEN for name in PAGES}
    assert opens == {name: may_open(reader, name) for name in PAGES}
    assert set(opens.values()) == {True, False}
    shown = client.get("/help/glossary/").text.partition("<dl")[2]
    assert {name: f'href="{reverse(name)}"' in shown for name in PAGES} == opens


def test_a_visitor_is_led_to_log_in(client: Client) -> None:
    shown = client.get("/help/glossary/").text
    assert all(f'href="{reverse(name)}"' in shown for name in PAGES)
