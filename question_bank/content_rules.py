"""What is wrong with a question's content; for forms, imported rows and checkers alike."""

import re
import unicodedata
from collections.abc import Callable, Iterator

from ostami.problems import Problem
from question_bank.content import LETTERS, RIGHT, WRONG, Content
from question_bank.kinds import CHOICES, QuestionKind

FEWEST_OPTIONS, MOST_OPTIONS = 2, len(LETTERS)
STEM_LENGTH = 2000
OPTION_LENGTH = 300
ANSWER_LENGTH = 4000
NOTES_LENGTH = 2000
ALTERNATIVES = "|"
# A blank to fill in: three or more underscores.
BLANK = re.compile(r"_{3,}")


def problems_of(kind: QuestionKind, content: Content) -> Iterator[Problem]:
    """Yield everything that is wrong with a question's content; each names its field of the content."""
    yield from _stem_problems(content)
    yield from _option_problems(kind, content)
    yield from _ANSWER_RULES.get(kind, _one_text)(content)
    yield from _notes_problems(content)


def blanks_of(stem: str) -> int:
    """Return how many blanks a fill-in question has."""
    return len(BLANK.findall(stem))


def alternatives_of(line: str) -> list[str]:
    """Return the accepted answers of one blank."""
    return [told for told in map(str.strip, line.split(ALTERNATIVES)) if told]


def _stem_problems(content: Content) -> Iterator[Problem]:
    if not content.stem.strip():
        yield Problem("请填写题干", field="stem")
    yield from _too_long("题干", content.stem, STEM_LENGTH, field="stem")


def _option_problems(kind: QuestionKind, content: Content) -> Iterator[Problem]:
    if kind not in CHOICES:
        if content.options:
            yield Problem(f"{kind.label}没有选项", remedy="请删去选项", field="options")
        return
    options = content.options
    if not FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS:
        yield Problem(
            f"{kind.label}须有 {FEWEST_OPTIONS}–{MOST_OPTIONS} 个选项，现有 {len(options)} 个",
            field="options",
        )
    for letter, option in zip(LETTERS, options, strict=False):
        if not option.strip():
            yield Problem(f"选项 {letter} 没有内容", remedy="选项须连续填写", field="options")
        yield from _too_long(f"选项 {letter} ", option, OPTION_LENGTH, field="options")
    yield from _equal_options(options)


def _equal_options(options: tuple[str, ...]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for letter, option in zip(LETTERS, map(_plain, options), strict=False):
        if option and option in seen:
            yield Problem(
                f"选项 {seen[option]} 与选项 {letter} 相同", remedy="请改写其中一个", field="options"
            )
        seen.setdefault(option, letter)


def _single(content: Content) -> Iterator[Problem]:
    yield from _letters(content)
    if len(content.answer) != 1:
        yield Problem("单选题须有且只有一个答案", field="answer")


def _multiple(content: Content) -> Iterator[Problem]:
    yield from _letters(content)
    if len(set(content.answer)) < 2:  # noqa: PLR2004  what makes it multiple
        yield Problem("多选题至少有两个答案", remedy="只有一个答案的请用单选题", field="answer")


def _letters(content: Content) -> Iterator[Problem]:
    known = LETTERS[: len(content.options)]
    for letter in content.answer:
        if len(letter) != 1 or letter not in known:
            yield Problem(f"答案“{letter[:20]}”不在选项之中", field="answer")
    if len(set(content.answer)) < len(content.answer):
        yield Problem("答案中有重复的字母", field="answer")


def _true_false(content: Content) -> Iterator[Problem]:
    if content.answer not in {(RIGHT,), (WRONG,)}:
        yield Problem(f"判断题的答案须为“{RIGHT}”或“{WRONG}”", field="answer")


def _fill_in(content: Content) -> Iterator[Problem]:
    blanks = blanks_of(content.stem)
    if not blanks:
        yield Problem("填空题的题干中没有空", remedy="请用三个以上的下划线（____）表示空", field="stem")
    elif blanks != len(content.answer):
        yield Problem(
            f"题干有 {blanks} 个空，答案有 {len(content.answer)} 个",
            remedy="请按空的顺序给出答案，一空一个",
            field="answer",
        )
    for place, line in enumerate(content.answer, start=1):
        if not alternatives_of(line):
            yield Problem(f"第 {place} 空没有答案", field="answer")
        yield from _too_long(f"第 {place} 空的答案", line, OPTION_LENGTH, field="answer")


def _one_text(content: Content) -> Iterator[Problem]:
    text = "\n".join(content.answer)
    if len(content.answer) != 1 or not text.strip():
        yield Problem("请填写参考答案", field="answer")
    yield from _too_long("参考答案", text, ANSWER_LENGTH, field="answer")


def _notes_problems(content: Content) -> Iterator[Problem]:
    yield from _too_long("评分说明", content.marking, NOTES_LENGTH, field="marking")
    yield from _too_long("解析", content.explanation, NOTES_LENGTH, field="explanation")


def _too_long(what: str, text: str, most: int, *, field: str) -> Iterator[Problem]:
    if len(text) > most:
        yield Problem(f"{what}有 {len(text)} 字，不能超过 {most} 字", field=field)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


_ANSWER_RULES: dict[QuestionKind, Callable[[Content], Iterator[Problem]]] = {
    QuestionKind.SINGLE: _single,
    QuestionKind.MULTIPLE: _multiple,
    QuestionKind.TRUE_FALSE: _true_false,
    QuestionKind.FILL_IN: _fill_in,
}
