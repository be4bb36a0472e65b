"""Versions of a paper: the same questions, in another order and with their options in another order.

The first version has its questions in the order in which they are told, every other one an order of its own
from the paper's seed; options are put in an order in all of them. Options that speak of others keep their
place: those that name letters (“A和C”) keep the whole question as it is, and “以上都对” stays last.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """The orders of one version.

    Attributes:
        seed: the paper's seed.
        version: the version's letter, such as ``B``.
        as_written: whether the first version has its options as they were written.
    """

    seed: str
    version: str
    as_written: bool = False

    def another(self, first: list[int], purpose: str) -> list[int]:
        """Return things in this version's order; where that is the first version's, all move on by one."""
        if self.version == FIRST:
            return first
        order = ranked(first, seed=self.seed, purpose=f"{self.version} {purpose}")
        return [*order[1:], *order[:1]] if order == first else order

    def options(self, kind: str, key: int, content: Content) -> tuple[int, ...]:
        """Return which option of a question stands at each letter."""
        if QuestionKind(kind) not in CHOICES:
            return ()
        places = range(len(content.options))
        if any(
            map(_NAMES_LETTERS.search, (content.stem, *content.options, content.explanation, content.marking))
        ):
            return tuple(places)
        last = [place for place in places if _LAST.search(content.options[place])]
        free = [place for place in places if place not in last]
        purpose = f"options {key}"
        first = free if self.as_written else ranked(free, seed=self.seed, purpose=f"{FIRST} {purpose}")
        return (*self.another(first, purpose), *last)


def arrange(
    chosen: Mapping[str, Sequence[int]], contents: Mapping[int, Content], orders: Orders
) -> dict[str, tuple[Placed, ...]]:
    """Return the questions of a version by kind, in the paper's order of kinds.

    No version but the first has a kind's questions, or a question's free options, in the order of the first.

    Args:
        chosen: the questions' keys by kind, in the order of the first version.
        contents: the words of each question by its key.
        orders: which version.
    """
    return {
        kind: tuple(
            Placed(key, orders.options(kind, key, contents[key])) for key in orders.another([*keys], "order")
        )
        for kind, keys in chosen.items()
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
