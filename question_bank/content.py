"""What a question says, as data: the part that is sealed."""

import json
import re
import unicodedata
from dataclasses import asdict, dataclass

from ostami.sealing import keyed_digest
from question_bank.kinds import CHOICES, QuestionKind

LETTERS = "ABCDEFGH"
RIGHT, WRONG = "对", "错"
# Whatever does not make two questions different: spaces, punctuation, the blanks to fill in.
_NOISE = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A question's words.

    Attributes:
        stem: the question; blanks of a fill-in question are three or more underscores.
        options: the options of a choice question in order, 2 to 8; empty for all others.
        answer: letters of the right options (``("A", "C")``); 对 or 错; for each blank its accepted
            answers parted by ``|``; the reference answer as one text.
        marking: notes for whoever marks it.
        explanation: what the self-test tells after the answer.
    """

    stem: str
    options: tuple[str, ...] = ()
    answer: tuple[str, ...] = ()
    marking: str = ""
    explanation: str = ""

    def as_text(self) -> str:
        """Return the content as JSON; `read_content` gives it back."""
        return json.dumps(asdict(self), ensure_ascii=False)


def read_content(text: str) -> Content:
    """Return what `Content.as_text` wrote."""
    facts = json.loads(text)
    return Content(**{**facts, "options": tuple(facts["options"]), "answer": tuple(facts["answer"])})


def likeness(kind: QuestionKind, content: Content) -> str:
    """Return the keyed digest by which the same question is known again, however it is typed or ordered."""
    options = sorted(map(_bare, content.options)) if kind in CHOICES else []
    return keyed_digest("\n".join([_bare(content.stem), *options]), purpose="question")


def _bare(text: str) -> str:
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).casefold()
