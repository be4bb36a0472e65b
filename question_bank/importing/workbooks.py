"""Workbooks of questions to hand out: the template, the rows to correct, and an export."""

from collections.abc import Iterable, Sequence

from documents.table_import import REASONS, TableImport, tables_workbook
from question_bank.importing.rows import OPTION_KEYS, BankRow, Book
from question_bank.importing.tables import BESIDE, tables
from question_bank.kinds import CHOICES, Difficulty, QuestionKind
from question_bank.models import Question
from scope_catalog.levels import level_label


def template() -> bytes:
    """Return the workbook to fill in: notes, and a tab for each kind."""
    return tables_workbook([(spec, ()) for spec in tables()])


def faulty_rows(book: Book) -> bytes:
    """Return the rows of a judged book that aren't to be stored, with the reasons in the last column."""
    rows = [*book.bad, *book.twins]
    sheets = [(spec, _faulty(spec, rows)) for spec in tables()]
    return tables_workbook([(spec, found) for spec, found in sheets if found], added=(REASONS,))


def _faulty(spec: TableImport, rows: Sequence[BankRow]) -> list[list[str]]:
    own = sorted((row for row in rows if row.kind.label == spec.title), key=lambda row: row.row.number)
    return [[*(row.row.raw[column.header] for column in spec.columns), "".join(row.reasons)] for row in own]


def export(questions: Iterable[Question]) -> bytes:
    """Return questions as a workbook that an import takes; figures that it has no use for stand behind."""
    rows: dict[str, list[list[str]]] = {kind.value: [] for kind in QuestionKind}
    for question in questions:
        rows[question.kind].append(_row(question))
    sheets = [(spec, rows[kind.value]) for kind, spec in zip(QuestionKind, tables(), strict=True)]
    return tables_workbook(sheets, added=BESIDE)


def _row(question: Question) -> list[str]:
    kind, content = QuestionKind(question.kind), question.content
    options = [*content.options, *[""] * (len(OPTION_KEYS) - len(content.options))] if kind in CHOICES else []
    return [
        question.knowledge_point,
        Difficulty(question.difficulty).label,
        f"{question.points.normalize():f}",
        content.stem,
        *options,
        ("" if kind in CHOICES else "\n").join(content.answer),
        content.marking,
        content.explanation,
        str(question.pk),
        question.get_pool_display(),
        question.trade.name,
        level_label(question.level, occupation=question.trade.occupation),
        question.get_status_display(),
    ]
