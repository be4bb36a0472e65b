"""Chapters as HTML: Markdown with the portal's own links, pictures and terms.

Links name what they lead to, not where it lies: `page:batches:list`, `chapter:station/batch`,
`why:batch/submit`. What doesn't exist raises: a test that renders every chapter finds every dead link.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from urllib.parse import quote, unquote

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from portal.help.chapters import chapter
from portal.help.glossary import glossary
from portal.help.numbers import with_numbers
from portal.help.pictures import picture
from portal.help.why import why_case

# What is quoted are words of the portal's pages, in which no term is explained.
QUOTED = "「[^」]*」"


class DeadLinkError(Exception):
    """A chapter leads to something that doesn't exist."""


def rendered(text: str) -> SafeString:
    """Return a chapter's Markdown as HTML; it is the portal's own text, and holds no HTML itself."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    markdown.add_render_rule("image", _image)
    tokens = markdown.parse(with_numbers(text))
    explained: set[str] = set()
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "th_open":
            token.attrSet("scope", "col")
        for child in token.children or ():
            if child.type == "link_open":
                child.attrSet("href", address_of(unquote(str(child.attrGet("href")))))
        if token.children and before is not None and before.type == "paragraph_open":
            token.children = list(_with_terms(token.children, explained))
    return SafeString(markdown.renderer.render(tokens, markdown.options, {}))


def address_of(target: str) -> str:
    """Return the address that a chapter's link means.

    Raises:
        DeadLinkError: there is no such chapter, step or term.
    """
    kind, _, name = target.partition(":")
    head, _, tail = name.partition("/")
    if kind == "page":
        return reverse(name)
    if kind == "chapter" and (found := chapter(head, tail)):
        return found.get_absolute_url()
    case = why_case(head) if kind == "why" else None
    if case and tail in {"", *(step.name for step in case.steps)}:
        return reverse("portal:help:why_case", args=[head]) + (f"#{tail}" if tail else "")
    raise DeadLinkError(target)


@cache
def _terms() -> frozenset[str]:
    return frozenset(term.word for term in glossary())


@cache
def _wanted() -> re.Pattern[str]:
    """Return the pattern of terms, the longest first: 考评组长 is no 考评组."""
    words = sorted(_terms(), key=len, reverse=True)
    return re.compile("|".join((QUOTED, *map(re.escape, words))))


def _term_address(word: str) -> str:
    return f"{reverse('portal:help:glossary')}#{quote(word)}"


def _with_terms(tokens: Sequence[Token], explained: set[str]) -> Iterator[Token]:
    """Link each term where it is met first, but not inside another link."""
    depth = 0
    for token in tokens:
        depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type == "text" and not depth:
            yield from _linked(token.content, explained)
        else:
            yield token


def _linked(text: str, explained: set[str]) -> Iterator[Token]:
    done = 0
    for found in _wanted().finditer(text):
        word = found.group()
        if word in _terms() and word not in explained:
            explained.add(word)
            yield _text(text[done : found.start()])
            yield Token("link_open", "a", 1, attrs={"href": _term_address(word), "class": "term"})
            yield _text(word)
            yield Token("link_close", "a", -1)
            done = found.end()
    yield _text(text[done:])


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _image(
    renderer: RendererHTML, tokens: Sequence[Token], place: int, options: OptionsDict, env: EnvType
) -> str:
    """Return a picture of a page, which is fetched once it comes into view."""
    shown = picture(str(tokens[place].attrs["src"]))
    return format_html(
        '<img src="{}" width="{}" height="{}" alt="{}" loading="lazy" decoding="async">',
        shown.address,
        shown.width,
        shown.height,
        tokens[place].content,
    )
