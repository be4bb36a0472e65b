"""Every page of the portal as every role gets it: full, empty, found nothing, refused, and in error."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from django.db import transaction
from django.test import Client, RequestFactory
from django.urls import get_resolver, reverse
from lxml import html as markup

from accounts.models import User
from portal.views.errors import server_error
from tests.access.addresses import addresses, expected, walk
from tests.access.world import World

OK, REFUSED_INPUT = 200, 422
TOLD = {409, 410}
FINDS_NOTHING = "?q=no-such-row"


@dataclass(frozen=True)
class Seen:
    """A page that somebody got."""

    name: str
    role: str
    state: str
    address: str
    html: str

    def __str__(self) -> str:
        return f"{self.name} as {self.role}, {self.state} ({self.address})"


class Visitors:
    """Somebody of every role, each at a client; whatever a request writes is undone."""

    def __init__(self, actors: dict[str, User | None]) -> None:
        self.table = expected()
        self.clients = {role: Client(raise_request_exception=False) for role in actors}
        for role, user in actors.items():
            if user is not None:
                self.clients[role].force_login(user)

    def ask(self, role: str, address: str, sent: dict[str, str] | None = None) -> tuple[int, str]:
        """Return what an address answers to a look or to what is sent, and its text if it is a page."""
        client = self.clients[role]
        with transaction.atomic():
            answer = client.get(address) if sent is None else client.post(address, sent)
            is_page = answer.headers.get("Content-Type", "").startswith("text/html")
            text = answer.text if is_page and not answer.streaming else ""
            transaction.set_rollback(True)
        return answer.status_code, text

    def gets(self, name: str, address: str, state: str) -> Iterator[Seen]:
        """Yield the page for every role that the access table lets in, until it proves to be a file."""
        row = self.table.get((name, "GET"), {})
        for role in self.clients:
            if row.get(role, OK) == OK:
                status, html = self.ask(role, address)
                if html:
                    yield Seen(name, role, state if status == OK else str(status), address, html)
                elif status == OK:
                    return

    def is_told(self, name: str, address: str) -> Iterator[Seen]:
        """Yield each page that says why there is nothing to do here any more."""
        first = {code: role for role, code in self.table.get((name, "GET"), {}).items()}
        for code in TOLD & first.keys():
            yield Seen(name, first[code], str(code), address, self.ask(first[code], address)[1])


def in_full(world: World) -> Iterator[Seen]:
    """Yield every page of a world in which every row exists."""
    visitors = Visitors(world.actors)
    for name, address in addresses(world):
        yield from visitors.gets(name, address, "full")
        yield from visitors.is_told(name, address)


def without_rows(actors: dict[str, User | None]) -> Iterator[Seen]:
    """Yield every page that needs no row of its own."""
    visitors = Visitors(actors)
    for name, pattern in walk(get_resolver()):
        if not pattern.pattern.converters:
            yield from visitors.gets(name, reverse(name), "empty")


def finding_nothing(lists: Iterable[Seen], world: World) -> Iterator[Seen]:
    """Yield each list that can be searched, for one of its readers, where the search finds nothing."""
    visitors = Visitors(world.actors)
    searched = {page.name: page for page in lists if 'name="q"' in page.html.partition("<main")[2]}
    for page in searched.values():
        address = page.address + FINDS_NOTHING
        yield Seen(page.name, page.role, "finds nothing", address, visitors.ask(page.role, address)[1])


def refused(forms: Iterable[Seen], world: World) -> Iterator[Seen]:
    """Yield what comes of each form when somebody fills nothing in and sends it."""
    visitors, known = Visitors(world.actors), set[tuple[str, ...]]()
    for page in forms:
        for form in markup.fromstring(page.html).xpath("//main//form[@method='post'][.//button]"):
            address = urljoin(page.address, form.get("action", ""))
            sent = {one.name: one.value or "" for one in form.xpath(".//input[@type='hidden'][@name]")}
            of_one_kind = (re.sub(r"\d+", "", address), *sent)
            if of_one_kind not in known:
                known.add(of_one_kind)
                status, html = visitors.ask(page.role, address, sent)
                if status == REFUSED_INPUT:
                    yield Seen(page.name, page.role, "errors", address, html)


def errors(actors: dict[str, User | None]) -> Iterator[Seen]:
    """Yield the pages of what isn't there, isn't allowed, and of the portal's own fault."""
    visitors = Visitors(actors)
    for name, role, address in (
        ("404", "visitor", "/no-such-page/"),
        ("404", "station", "/no-such-page/"),
        ("403", "station", reverse("candidates:mine")),
    ):
        yield Seen(name, role, "error", address, visitors.ask(role, address)[1])
    yield Seen("500", "visitor", "error", "/", server_error(RequestFactory().get("/")).text)
