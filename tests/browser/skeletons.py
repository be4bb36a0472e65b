"""What two pages have in common that look alike to whoever checks form, not content."""

from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Protocol, TypeVar

TELLING = frozenset({"class", "type", "role", "disabled", "hidden", "open", "data-label", "aria-invalid"})
VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})


class HasHtml(Protocol):
    """Something with a page's text."""

    @property
    def html(self) -> str: ...


Page = TypeVar("Page", bound=HasHtml)


class _Reader(HTMLParser):
    """Reads elements with their classes and kinds, but no words; siblings that look alike once."""

    def __init__(self) -> None:
        super().__init__()
        self.inner: list[dict[str, None]] = [{}]
        self.heads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        head = " ".join([tag, *(f"{name}={value}" for name, value in attrs if name in TELLING)])
        if tag in VOID:
            self.inner[-1][head] = None
        else:
            self.heads.append(head)
            self.inner.append({})

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self.heads:
            pieces = self.inner.pop()
            self.inner[-1][f"{self.heads.pop()}({''.join(pieces)})"] = None


def skeleton(html: str) -> str:
    """Return the page's elements, nested."""
    reader = _Reader()
    reader.feed(html)
    return "".join(reader.inner[0])


def distinct(pages: Iterable[Page]) -> list[Page]:
    """Return one page of each skeleton, the longest."""
    longest: dict[str, Page] = {}
    for page in pages:
        form = skeleton(page.html)
        if form not in longest or len(longest[form].html) < len(page.html):
            longest[form] = page
    return list(longest.values())
