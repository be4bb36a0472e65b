"""Sections and questions of a paper as the print template needs them; no answer is among them."""

from dataclasses import dataclass

from documents.cells import Photo
from documents.watermarks import data_url
from documents.wording import printable
from question_bank.content import LETTERS
from question_bank.kinds import CHOICES, QuestionKind
from question_bank.papers.laid_out import LaidOut, PaperItem, Section
from question_bank.papers.room import (
    HALF_PAGE_MM,
    WRITING_LINE_MM,
    drawings_of,
    height_of,
    per_line,
    writing_lines,
)
from question_bank.papers.stems import Piece, pieces_of
from question_bank.sheets.scoring import ORDINALS
from question_bank.task_content import plain_points

INSTRUCTIONS = {
    QuestionKind.SINGLE: "选择一个正确的答案，将相应的字母填入题内的括号中",
    QuestionKind.MULTIPLE: "选择两个或两个以上正确的答案，将相应的字母填入题内的括号中",
    QuestionKind.TRUE_FALSE: "将判断结果填入括号中，正确的填“√”，错误的填“×”",
    QuestionKind.FILL_IN: "将正确的答案填写在横线上",
    QuestionKind.TERM: "解释下列名词的含义",
    QuestionKind.SHORT: "简要回答下列问题",
    QuestionKind.ESSAY: "根据题意展开论述，写明要点",
}
# Classes by how many options share a line.
WIDTHS = {4: "four", 3: "three", 2: "two", 1: "one"}
ALL_OR_NOTHING = "；错选、多选、少选均不得分"


@dataclass(frozen=True, slots=True)
class SetPicture:
    """A picture as a data: URL, with its size as a style."""

    url: str
    size: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetQuestion:
    """A question as it is set.

    Attributes:
        bracket: its bracket stands before it, as that of a statement to judge.
        points: its points where the section's questions differ, else empty.
        options: letter and words.
        width: the class by which up to four options share a line.
        first_lines: how many lines to write on stay with the question.
        more_lines: how many follow, on the next page if need be.
        begins_whole: it stays on one page with its first lines.
        whole: it stays on one page with all its lines.
    """

    number: int
    stem: tuple[Piece, ...]
    bracket: bool
    points: str
    options: tuple[tuple[str, str], ...]
    width: str
    pictures: tuple[SetPicture, ...]
    first_lines: range
    more_lines: range
    begins_whole: bool
    whole: bool


@dataclass(frozen=True, slots=True)
class SetSection:
    """A section as it is set: its ordinal, its name with numbers and points, what to do, its questions."""

    ordinal: str
    kind: str
    heading: str
    instruction: str
    questions: tuple[SetQuestion, ...]


def set_sections(laid: LaidOut) -> list[SetSection]:
    """Return a paper's sections in order."""
    return [
        SetSection(ordinal, str(one.kind.label), heading_of(one), _instruction(one), _questions(one))
        for ordinal, one in zip(ORDINALS, laid.sections, strict=False)
    ]


def heading_of(section: Section) -> str:
    """Return a section's name with its numbers and points: 单选题（第 1～20 题，每题 1 分，满分 20 分）."""
    count, total = len(section.questions), plain_points(section.total)
    if count == 1:
        return f"{section.kind.label}（第 {section.questions[0].number} 题，满分 {total} 分）"
    each = "每题分值见题内" if section.points_each is None else f"每题 {plain_points(section.points_each)} 分"
    return f"{section.kind.label}（第 {numbers_of(section)} 题，{each}，满分 {total} 分）"


def numbers_of(section: Section) -> str:
    """Return the first and last number of a section: 1～20."""
    first, last = section.questions[0].number, section.questions[-1].number
    return str(first) if first == last else f"{first}～{last}"


def _instruction(section: Section) -> str:
    """Return what to do; that only a whole answer counts is said where no question's notes say otherwise."""
    noted = any(item.content.marking for item in section.questions)
    strict = section.kind == QuestionKind.MULTIPLE and not noted
    return INSTRUCTIONS[section.kind] + (ALL_OR_NOTHING if strict else "") + "。"


def _questions(section: Section) -> tuple[SetQuestion, ...]:
    differ = section.points_each is None
    return tuple(_question(section.kind, item, told=differ) for item in section.questions)


def _question(kind: QuestionKind, item: PaperItem, *, told: bool) -> SetQuestion:
    first, more = writing_lines(kind, item.points)
    drawings = drawings_of(item.pictures)
    options = tuple(map(printable, item.content.options)) if kind in CHOICES else ()
    text = height_of(item.content.stem, options, drawings)
    return SetQuestion(
        number=item.number,
        stem=pieces_of(kind, printable(item.content.stem)),
        bracket=kind == QuestionKind.TRUE_FALSE,
        points=plain_points(item.points) if told else "",
        options=tuple(zip(LETTERS, options, strict=False)),
        width=WIDTHS[per_line(options)],
        pictures=tuple(map(_picture, drawings)),
        first_lines=range(first),
        more_lines=range(more),
        begins_whole=text + first * WRITING_LINE_MM <= HALF_PAGE_MM,
        whole=text + (first + more) * WRITING_LINE_MM <= HALF_PAGE_MM,
    )


def _picture(drawing: Photo) -> SetPicture:
    size = f"width:{drawing.width_mm:g}mm;height:{drawing.height_mm:g}mm"
    return SetPicture(data_url(drawing.content, drawing.content_type), size)
