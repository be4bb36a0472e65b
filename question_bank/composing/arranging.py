"""Versions of a paper: the same questions, in another order and with their options in another order.

Each version has orders of its own from the paper's seed. Options that speak of others keep their place: those
that name letters (“A和C”) keep the whole question as it is, and “以上都对” stays last.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from question_bank.composing.drawing import Composed
from question_bank.composing.ranking import ranked
from question_bank.content import LETTERS, Content
from question_bank.kinds import CHOICES, QuestionKind

FIRST = "A"
_NAMES_LETTERS = re.compile(
    r"(?<![A-Za-z0-9])[A-H](?:\s*[、，,和与及或/]\s*[A-H])+(?![A-Za-z0-9])|[A-H]{2,}\s*[都均]|[A-H]\s*[项选]|选择?项?\s*[A-H]"
)
_LAST = re.compile(r"以上|上述|前述|前面")


@dataclass(frozen=True, slots=True)
class Placed:
    """A question at its place in a version.

    Attributes:
        id: the question's key.
        options: which option stands at each letter, counted from 0: ``(2, 0, 1)`` puts the third one at A;
            empty for questions without options.
    """

    id: int
    options: tuple[int, ...] = ()


def arrange(
    composed: Composed, contents: Mapping[int, Content], *, version: str
) -> dict[str, tuple[Placed, ...]]:
    """Return the questions of a version by kind, in the paper's order of kinds.

    No version but the first has a kind's questions, or a question's free options, in the order of the first.

    Args:
        composed: what was drawn.
        contents: the words of each drawn question by its key.
        version: the version's letter, such as ``B``.
    """
    return {
        kind: tuple(
            Placed(key, _options(composed.seed, version, kind, key, contents[key]))
            for key in _ordered(keys, composed.seed, version, "order")
        )
        for kind, keys in composed.chosen.items()
    }


def shuffled(content: Content, options: tuple[int, ...]) -> Content:
    """Return a question's words with its options in a version's order, its answer's letters moved along."""
    if not options:
        return content
    moved = {LETTERS[old]: LETTERS[new] for new, old in enumerate(options)}
    return replace(
        content,
        options=tuple(content.options[old] for old in options),
        answer=tuple(sorted(moved[letter] for letter in content.answer)),
    )


def _options(seed: str, version: str, kind: str, key: int, content: Content) -> tuple[int, ...]:
    if QuestionKind(kind) not in CHOICES:
        return ()
    places = range(len(content.options))
    if any(
        map(_NAMES_LETTERS.search, (content.stem, *content.options, content.explanation, content.marking))
    ):
        return tuple(places)
    last = [place for place in places if _LAST.search(content.options[place])]
    free = [place for place in places if place not in last]
    return (*_ordered(free, seed, version, f"options {key}"), *last)


def _ordered(things: Iterable[int], seed: str, version: str, purpose: str) -> list[int]:
    """Return things in a version's order; where it is by chance the first version's, all move on by one."""
    things = list(things)
    order = ranked(things, seed=seed, purpose=f"{version} {purpose}")
    if version != FIRST and order == ranked(things, seed=seed, purpose=f"{FIRST} {purpose}"):
        return [*order[1:], *order[:1]]
    return order
