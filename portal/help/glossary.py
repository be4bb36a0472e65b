"""The glossary: one table of terms, from which the page is made and to which the manuals link."""

from dataclasses import dataclass
from functools import cache

from pypinyin import Style, lazy_pinyin

from portal.help.terms import TERMS


@dataclass(frozen=True, slots=True)
class Term:
    """One term.

    Attributes:
        word: the term as pages write it.
        meaning: what it means, in a sentence or two.
        clause: where the guide speaks of it; empty where it doesn't.
        page: the name of the address where it can be seen; empty for none.
    """

    word: str
    meaning: str
    clause: str = ""
    page: str = ""

    @property
    def pinyin(self) -> str:
        """How it is read: what the page is sorted by."""
        return "".join(lazy_pinyin(self.word))

    @property
    def initials(self) -> str:
        """The first letters of how it is read."""
        return "".join(lazy_pinyin(self.word, style=Style.FIRST_LETTER))

    @property
    def letter(self) -> str:
        """The letter below which it stands."""
        return self.pinyin[0].upper()

    def answers(self, words: str) -> bool:
        """Tell whether it is meant by `words`: a part of term or meaning, or pinyin, whole or initials."""
        wanted = words.strip().lower()
        spoken = self.pinyin.startswith(wanted) or self.initials.startswith(wanted)
        return wanted in self.word.lower() or wanted in self.meaning or spoken


@cache
def glossary() -> tuple[Term, ...]:
    """Return every term, sorted as it is read."""
    return tuple(sorted((Term(*row) for row in TERMS), key=lambda term: term.pinyin))
