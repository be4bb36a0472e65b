"""What the pages of a self-test show."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from question_bank.content import LETTERS, Content
from question_bank.content_rules import alternatives_of
from question_bank.kinds import CHOICES, QuestionKind
from question_bank.models import QuestionPicture, SelfTest, SelfTestAnswer


@dataclass(frozen=True, slots=True)
class ShownOption:
    """An option with whether it is right and whether it was chosen."""

    letter: str
    text: str
    is_right: bool
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """A question of a test that is over: its words, what was answered, what is right, and why.

    Attributes:
        verdict: 答对, 答错 or 未答.
        given: what was answered, in words; for a choice question the letters.
        right: what is right, likewise.
    """

    answer: SelfTestAnswer
    content: Content
    options: list[ShownOption]
    pictures: list[QuestionPicture]
    verdict: str
    given: str
    right: str


def shown(answer: SelfTestAnswer) -> ShownAnswer:
    """Return an answer as the result shows it. The caller sees to it that its question is public."""
    content, kind = answer.question.content, QuestionKind(answer.question.kind)
    return ShownAnswer(
        answer=answer,
        content=content,
        options=_options(content, answer.given),
        pictures=list(answer.question.pictures.all()),
        verdict=_verdict(answer),
        given=_words(kind, answer.given),
        right=_words(kind, _right(kind, content)),
    )


def time_left(test: SelfTest, *, at: datetime) -> str:
    """Return the time that is left, such as 9 分 30 秒."""
    minutes, seconds = divmod(seconds_left(test, at=at), 60)
    return f"{minutes} 分 {seconds} 秒" if minutes else f"{seconds} 秒"


def seconds_left(test: SelfTest, *, at: datetime) -> int:
    """Return the whole seconds that are left; 0 once it is over."""
    return max(0, (test.ends_at - at) // timedelta(seconds=1))


def _options(content: Content, given: list[str]) -> list[ShownOption]:
    lettered = zip(LETTERS, content.options, strict=False)
    return [ShownOption(letter, text, letter in content.answer, letter in given) for letter, text in lettered]


def _verdict(answer: SelfTestAnswer) -> str:
    return {True: "答对", False: "答错", None: "未答"}[answer.is_right]


def _right(kind: QuestionKind, content: Content) -> list[str]:
    if kind == QuestionKind.FILL_IN:
        return [" 或 ".join(alternatives_of(line)) for line in content.answer]
    return list(content.answer)


def _words(kind: QuestionKind, answer: list[str]) -> str:
    told = [text or "（空）" for text in answer]
    return ("" if kind in CHOICES else "；").join(told)
