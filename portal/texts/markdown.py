"""Markdown as public texts take it: CommonMark with tables, no HTML, no pictures, plain links, rules by name.

Headings begin below the page's own and skip no level; a table has the heads of its columns at every cell, so
that it can be read as cards on a phone.
"""

import re
from collections.abc import Callable

from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.token import Token

# Every word in double braces is taken for a rule's name: a slip of the pen must not reach the public.
MENTION = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
RULE = re.compile(r"\{\{\s*规则\s*[:：]\s*(\S+?)\s*\}\}")
LINK = re.compile(r"(https?://|mailto:)\S+|(?![/\\]{2})[^\s:]+", re.IGNORECASE)
FIRST_HEADING, LAST_HEADING = 2, 6

Block = Callable[[str], str]


class _Markdown(MarkdownIt):
    """The parser, with the links that a public page may have."""

    def validateLink(self, url: str) -> bool:  # noqa: N802  # the parser's own name
        """Tell whether a link may stand: to a page, to the portal itself, or to a mailbox."""
        return bool(LINK.fullmatch(url))


PARSER = _Markdown("commonmark", {"html": False}).enable("table").disable("image")


def rendered(body: str, *, block: Block) -> SafeString:
    """Return a text as HTML.

    Args:
        body: the Markdown.
        block: gives the HTML of a rule by its name.
    """
    tokens = _with_cards(_with_headings(_with_blocks(PARSER.parse(body), block)))
    # The parser escapes what was typed, and HTML is switched off; blocks come from templates.
    return SafeString(PARSER.renderer.render(tokens, PARSER.options, {}))


def rules_named(body: str) -> list[str]:
    """Return the names of the rules that stand in a paragraph of their own, in their order."""
    tokens = PARSER.parse(body)
    return [name for place, _ in enumerate(tokens) if (name := _rule_at(tokens, place))]


def mentions(body: str) -> list[str]:
    """Return whatever stands in double braces, wherever it is."""
    return [found.strip() for found in MENTION.findall(body)]


def _rule_at(tokens: list[Token], place: int) -> str:
    """Return the name of the rule that the paragraph at a place consists of; empty for none."""
    if tokens[place].type != "paragraph_open":
        return ""
    found = RULE.fullmatch(tokens[place + 1].content.strip())
    return found[1] if found else ""


def _with_blocks(tokens: list[Token], block: Block) -> list[Token]:
    """Put the rule in the place of each paragraph that names one."""
    kept: list[Token] = []
    place = 0
    while place < len(tokens):
        name = _rule_at(tokens, place)
        if name:
            kept.append(Token("html_block", "", 0, content=block(name)))
        else:
            kept.append(tokens[place])
        place += 3 if name else 1  # a paragraph is its beginning, its words and its end
    return kept


def _with_headings(tokens: list[Token]) -> list[Token]:
    """Let the headings begin with the second level, each at most one below the one over it."""
    above: list[int] = []
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1])
            above = [*(one for one in above if one < level), level]
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(len(above) + FIRST_HEADING - 1, LAST_HEADING)}"
    return tokens


def _with_cards(tokens: list[Token]) -> list[Token]:
    """Give tables the portal's look, and each cell the head of its column."""
    heads: list[str] = []
    column = 0
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        if token.type == "table_open":
            token.attrs, heads = {"class": "table table-cards"}, []
        elif token.type == "tr_open":
            column = 0
        elif token.type == "th_open" and following:
            token.attrs = {"scope": "col"}
            heads.append(following.content)
        elif token.type == "td_open" and following:
            token.attrs = {"data-label": heads[column]}
            # Beside its head, as on a phone, a cell's words are one part.
            following.children = [_html("<span>"), *(following.children or ()), _html("</span>")]
            column += 1
    return tokens


def _html(tag: str) -> Token:
    return Token("html_inline", "", 0, content=tag)
