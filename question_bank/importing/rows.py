"""The rows of a workbook as questions, each judged by itself."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db import models

from documents.table_import import NOTES, OPTIONS, ImportedRow, ImportedTable, read_tables
from documents.upload_limits import file_refusal
from question_bank.content import LETTERS, Content, likeness
from question_bank.content_rules import problems_of
from question_bank.importing.answers import BlankAnswers, plain_stem
from question_bank.importing.tables import MOST_QUESTIONS, tables
from question_bank.kinds import CHOICES, QuestionKind

OPTION_KEYS = tuple(f"option_{letter.lower()}" for letter in LETTERS)


class Verdict(models.TextChoices):
    """What becomes of a row."""

    GOOD = "good", "可导入"
    TWIN = "twin", "重复"
    BAD = "bad", "问题"


@dataclass(frozen=True, slots=True)
class BankRow:
    """One row of a workbook.

    Attributes:
        kind: its kind of question, by its tab.
        row: the row as it was sent, with everything that is wrong with it.
        content: the question's words; None where they couldn't be read.
        digest: the likeness of those words.
        twin: where the same question stands; such a row can be left out.
    """

    kind: QuestionKind
    row: ImportedRow
    content: Content | None
    digest: str = ""
    twin: str = ""

    @property
    def verdict(self) -> Verdict:
        """What becomes of the row."""
        if self.row.problems:
            return Verdict.BAD
        return Verdict.TWIN if self.twin else Verdict.GOOD

    @property
    def place(self) -> str:
        """Where the row stands, for people."""
        return f"工作表“{self.kind.label}”第 {self.row.number} 行"

    @property
    def reasons(self) -> tuple[str, ...]:
        """Everything that is to be said against the row."""
        return (*self.row.problems, *([self.twin] if self.twin else []))

    def against(self, problem: str) -> "BankRow":
        """Return the row with one more problem."""
        return replace(self, row=replace(self.row, problems=(*self.row.problems, problem)))


@dataclass(frozen=True)
class Book:
    """All rows of a workbook, in the order of its tabs."""

    rows: tuple[BankRow, ...]

    @cached_property
    def good(self) -> list[BankRow]:
        """The rows that can be stored."""
        return [row for row in self.rows if row.verdict is Verdict.GOOD]

    @cached_property
    def twins(self) -> list[BankRow]:
        """The rows that are in order, but stand elsewhere already."""
        return [row for row in self.rows if row.verdict is Verdict.TWIN]

    @cached_property
    def bad(self) -> list[BankRow]:
        """The rows that something is wrong with."""
        return [row for row in self.rows if row.verdict is Verdict.BAD]


def read_book(content: bytes) -> Book:
    """Return the questions of a workbook, each judged by the rules of its kind.

    Raises:
        BlockedError: the file can't be taken as a whole (see `documents.table_import.read_tables`), or has
            more than 5 000 questions.
    """
    found: Mapping[str, ImportedTable] = read_tables(tables(), content, aside=(NOTES, OPTIONS))
    if (total := sum(len(table.rows) for table in found.values())) > MOST_QUESTIONS:
        raise file_refusal(f"工作簿有 {total} 题，一次最多导入 {MOST_QUESTIONS} 题", "请分几份导入")
    return Book(tuple(_bank_row(kind, row) for kind in QuestionKind for row in found[kind.label].rows))


def _bank_row(kind: QuestionKind, row: ImportedRow) -> BankRow:
    content = _content(kind, row.parsed)
    if content is None:
        return BankRow(kind, row, None)
    problems = tuple(str(problem) for problem in problems_of(kind, content))
    judged = replace(row, problems=(*row.problems, *problems))
    return BankRow(kind, judged, content, likeness(kind, content))


def _content(kind: QuestionKind, parsed: Mapping[str, Any]) -> Content | None:
    """Return a row's words; None where a cell of them is wrong, which is told already."""
    needed = {"stem", "answer", "marking", "explanation", *(OPTION_KEYS if kind in CHOICES else ())}
    if not needed <= parsed.keys():
        return None
    stem = plain_stem(parsed["stem"]) if kind == QuestionKind.FILL_IN else parsed["stem"]
    answer = parsed["answer"]
    return Content(
        stem=stem,
        options=_options([parsed[key] for key in OPTION_KEYS if key in parsed]),
        answer=answer.parted(stem) if isinstance(answer, BlankAnswers) else answer,
        marking=parsed["marking"],
        explanation=parsed["explanation"],
    )


def _options(texts: list[str]) -> tuple[str, ...]:
    """Return the options up to the last that is filled in: a gap is told with the content."""
    filled = [place for place, text in enumerate(texts, start=1) if text]
    return tuple(texts[: max(filled, default=0)])
