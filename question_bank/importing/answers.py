"""The cells of a question's words: longer texts, and an answer of each kind."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from accounts.names import fold
from question_bank.content import RIGHT, WRONG
from question_bank.content_rules import blanks_of
from question_bank.kinds import CHOICES, QuestionKind

BETWEEN_LETTERS = re.compile(r"[\s,，、;；/.．]+")
BETWEEN_BLANKS = re.compile(r"[;；]")
# Ways in which banks write the two answers beside those that the pull-down offers.
OTHER_VERDICTS = {
    **dict.fromkeys(("正确", "√", "✓", "是", "T", "TRUE", "Y"), RIGHT),
    **dict.fromkeys(("错误", "×", "✗", "X", "否", "F", "FALSE", "N"), WRONG),
}


def long_text(cell: str) -> str:
    """Read a text of several lines; its length is judged with the question's content."""
    return "\n".join(line.rstrip() for line in cell.splitlines()).strip()


@dataclass(frozen=True, slots=True)
class BlankAnswers:
    """The answers to the blanks of a question as typed; how they are parted shows beside its stem."""

    typed: str

    def parted(self, stem: str) -> tuple[str, ...]:
        """Return the answer of each blank: a line each, or parted by semicolons."""
        lines = [line.strip() for line in self.typed.splitlines() if line.strip()]
        if len(lines) == 1 and blanks_of(stem) > 1:
            lines = [part.strip() for part in BETWEEN_BLANKS.split(lines[0])]
        return tuple(line.replace("｜", "|") for line in lines)


def plain_stem(stem: str) -> str:
    """Return a fill-in stem with full-width underscores made plain: its blanks are counted by them."""
    return stem.replace("＿", "_")


def answer_reader(kind: QuestionKind) -> Callable[[str], object]:
    """Return the reader of the answers of a kind: a tuple, or `BlankAnswers`."""
    if kind in CHOICES:
        return _letters
    if kind == QuestionKind.TRUE_FALSE:
        return _verdict
    return BlankAnswers if kind == QuestionKind.FILL_IN else _one_text


def _letters(cell: str) -> tuple[str, ...]:
    """Read letters however they are parted; what is no letter of an option is told with the content."""
    return tuple(BETWEEN_LETTERS.sub("", fold(cell)).upper())


def _one_text(cell: str) -> tuple[str, ...]:
    return (long_text(cell),)


def _verdict(cell: str) -> tuple[str, ...]:
    known = {RIGHT: RIGHT, WRONG: WRONG, **OTHER_VERDICTS}
    verdict = known.get(fold(cell).upper())
    if verdict is None:
        raise ValueError(f"不是判断题的答案，请填写“{RIGHT}”或“{WRONG}”")
    return (verdict,)
