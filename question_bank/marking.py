"""Marking an answer to a question of an objective kind; pure."""

import unicodedata
from collections.abc import Callable, Sequence

from question_bank.content import Content
from question_bank.content_rules import alternatives_of
from question_bank.kinds import QuestionKind


def is_right(*, kind: QuestionKind, content: Content, given: Sequence[str]) -> bool:
    """Tell whether an answer earns the points.

    Args:
        kind: a kind that is marked without a person.
        content: the question's words with its right answer.
        given: letters of the options chosen; 对 or 错; or what was typed for each blank in order.

    Raises:
        ValueError: the kind is marked by examiners.
    """
    if kind not in _RULES:
        raise ValueError(f"{kind.label} is marked by examiners.")
    return _RULES[kind](content, given)


def folded(text: str) -> str:
    """Return a typed answer without what makes no difference: width, letter case, spaces."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _same_choice(content: Content, given: Sequence[str]) -> bool:
    """All right ones and no other."""
    return set(given) == set(content.answer)


def _every_blank(content: Content, given: Sequence[str]) -> bool:
    return len(given) == len(content.answer) and all(map(_is_accepted, content.answer, given))


def _is_accepted(accepted: str, typed: str) -> bool:
    told = folded(typed)
    lines = alternatives_of(unicodedata.normalize("NFKC", accepted))
    return bool(told) and told in map(folded, lines)


_RULES: dict[QuestionKind, Callable[[Content, Sequence[str]], bool]] = {
    QuestionKind.SINGLE: _same_choice,
    QuestionKind.MULTIPLE: _same_choice,
    QuestionKind.TRUE_FALSE: _same_choice,
    QuestionKind.FILL_IN: _every_blank,
}
