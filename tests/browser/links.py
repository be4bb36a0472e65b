"""Where a page's links lead: every one must answer to whom it is shown, every fragment must be there."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urljoin, urlsplit

from django.contrib.staticfiles import finders
from lxml import html as markup

from tests.access.addresses import addresses
from tests.access.world import World
from tests.browser.pages import Seen, Visitors

# The state's own register of 技能等级 certificates; a visitor leaves the portal by intention.
OUTSIDE = frozenset({"http://jndj.osta.org.cn/"})
# The guided batch is a page of the practice data, which the access table's world does without.
OF_PRACTICE_DATA = frozenset({"/help/first-batch/"})
REFUSED, BY_POST_ONLY = 400, 405
Asked = tuple[str, str]


class Link:
    """A reference of a page, read as a browser would."""

    def __init__(self, page: Seen, element: markup.HtmlElement, attribute: str) -> None:
        self.written = element.get(attribute, "")
        self.acts = attribute != "href" and element.tag in {"form", "button"}
        whole = urlsplit(urljoin(page.address, self.written))
        self.fragment = whole.fragment if "#" in self.written else ""
        # Where to go back to from the display settings is another link's business.
        query = re.sub(r"(^|&)back=[^&]*", "", whole.query)
        self.target = whole._replace(fragment="", query=query).geturl()


def links_of(page: Seen) -> Iterator[Link]:
    """Yield every reference of the page."""
    for element in markup.fromstring(page.html).iter():
        for attribute in ("href", "src", "action", "formaction"):
            if isinstance(element.tag, str) and element.get(attribute) is not None:
                yield Link(page, element, attribute)


def followed(pages: Iterable[Seen], world: World) -> dict[Asked, int]:
    """Ask at every link that neither the access table nor a page before has answered."""
    visitors = Visitors(world.actors)
    answers = {
        (role, address): status
        for name, address in addresses(world)
        for role, status in visitors.table.get((name, "GET"), {}).items()
    }
    for page in pages:
        for link in links_of(page):
            asked = (page.role, link.target)
            if asked not in answers and link.target.startswith("/") and not _is_static(link.target):
                answers[asked] = visitors.ask(*asked)[0]
    return answers


def _is_static(target: str) -> bool:
    return target.startswith("/static/")


def faults_of(page: Seen, answers: dict[Asked, int]) -> Iterator[str]:
    """Say which links of the page lead nowhere."""
    ids = {*markup.fromstring(page.html).xpath("//@id"), ""}
    for link in links_of(page):
        here = link.written.startswith("#")
        if here and link.fragment not in ids:
            yield f"{link.written} is nowhere on the page"
        elif _is_static(link.target):
            if not finders.find(urlsplit(link.target).path.removeprefix("/static/")):
                yield f"{link.written} is no file"
        elif not link.target.startswith("/"):
            if link.target not in OUTSIDE:
                yield f"{link.written} leads outside"
        elif not here and link.target not in OF_PRACTICE_DATA:
            status = answers[page.role, link.target]
            if status >= REFUSED and not (link.acts and status == BY_POST_ONLY):
                yield f"{link.written} answers {status}"
