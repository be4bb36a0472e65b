"""What the preview of a workbook shows: counts a tab, and the rows, those to be mended first."""

from dataclasses import dataclass

from question_bank.importing.rows import BankRow, Book, Verdict
from question_bank.kinds import QuestionKind

COLOURS = {Verdict.GOOD: "success", Verdict.TWIN: "warning", Verdict.BAD: "danger"}


@dataclass(frozen=True, slots=True)
class TabCounts:
    """How many rows of a tab are good, there already, or wrong."""

    tab: str
    total: int
    good: int
    twins: int
    bad: int


def counts_of(book: Book) -> list[TabCounts]:
    """Return the counts of every tab that has rows."""
    found = ([row.verdict for row in book.rows if row.kind == kind] for kind in QuestionKind)
    return [
        TabCounts(kind.label, len(verdicts), *(verdicts.count(verdict) for verdict in Verdict))
        for kind, verdicts in zip(QuestionKind, found, strict=True)
        if verdicts
    ]


def shown_rows(book: Book, most: int) -> list[tuple[BankRow, str]]:
    """Return at most `most` rows with the colour of their verdict; of more rows the faulty ones first."""
    rows = [*book.bad, *book.twins, *book.good] if len(book.rows) > most else book.rows
    return [(row, COLOURS[row.verdict]) for row in rows[:most]]
