"""A version's answers as the key prints them: short ones in rows of ten, the others one below the other."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from documents.wording import printable
from question_bank.content import RIGHT
from question_bank.content_rules import alternatives_of
from question_bank.kinds import CHOICES, OBJECTIVE, QuestionKind
from question_bank.papers.laid_out import LaidOut, PaperItem, Section
from question_bank.papers.typesetting import heading_of
from question_bank.sheets.scoring import ORDINALS
from question_bank.task_content import plain_points

IN_A_ROW = 10
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
TICK, CROSS = "√", "×"


@dataclass(frozen=True, slots=True)
class KeyRow:
    """Up to ten numbers with their answers, filled up with empty ones."""

    numbers: tuple[str, ...]
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeyAnswer:
    """An answer in words: its number, points, and notes on marking it."""

    number: int
    points: str
    answer: str
    marking: str


@dataclass(frozen=True, slots=True)
class KeySection:
    """A section's answers: rows of letters or words; and notes that several short ones share."""

    heading: str
    rows: tuple[KeyRow, ...]
    answers: tuple[KeyAnswer, ...]
    notes: tuple[str, ...]


def key_sections(laid: LaidOut) -> list[KeySection]:
    """Return the answers by section."""
    return [
        _key_section(f"{ordinal}、{heading_of(section)}", section)
        for ordinal, section in zip(ORDINALS, laid.sections, strict=False)
    ]


def _key_section(heading: str, section: Section) -> KeySection:
    if section.kind == QuestionKind.FILL_IN:
        return KeySection(heading, (), tuple(map(_blanks, section.questions)), _notes(section.questions))
    if section.kind in OBJECTIVE:
        return KeySection(heading, tuple(_rows(section)), (), _notes(section.questions))
    return KeySection(heading, (), tuple(map(_words, section.questions)), ())


def _rows(section: Section) -> Iterator[KeyRow]:
    for start in range(0, len(section.questions), IN_A_ROW):
        part = section.questions[start : start + IN_A_ROW]
        empty = ("",) * (IN_A_ROW - len(part))
        answers = tuple(_short(section.kind, item) for item in part)
        yield KeyRow((*(str(item.number) for item in part), *empty), (*answers, *empty))


def _short(kind: QuestionKind, item: PaperItem) -> str:
    if kind in CHOICES:
        return "".join(sorted(item.content.answer))
    return TICK if item.content.answer == (RIGHT,) else CROSS


def _blanks(item: PaperItem) -> KeyAnswer:
    """Return a fill-in question's answers: for each blank what is accepted."""
    blanks = [" 或 ".join(alternatives_of(line)) for line in map(printable, item.content.answer)]
    if len(blanks) > 1:
        blanks = [f"{_circled(place)} {blank}" for place, blank in enumerate(blanks, start=1)]
    return KeyAnswer(item.number, plain_points(item.points), "　".join(blanks), "")


def _circled(place: int) -> str:
    return CIRCLED[place - 1] if place <= len(CIRCLED) else f"({place})"


def _words(item: PaperItem) -> KeyAnswer:
    answer = printable("\n".join(item.content.answer)).strip()
    marking = printable(item.content.marking).strip()
    return KeyAnswer(item.number, plain_points(item.points), answer, marking)


def _notes(items: Sequence[PaperItem]) -> tuple[str, ...]:
    """Return the notes on marking, each once with the numbers that it is for."""
    numbers = defaultdict[str, list[int]](list)
    for item in items:
        if note := printable(item.content.marking).strip():
            numbers[note].append(item.number)
    return tuple(f"第 {_spans(found)} 题：{note}" for note, found in numbers.items())


def _spans(numbers: list[int]) -> str:
    """Return numbers in order as spans: 1～3、7."""
    spans = []
    for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        told = [number for _, number in run]
        spans.append(f"{told[0]}～{told[-1]}" if len(told) > 1 else str(told[0]))
    return "、".join(spans)
