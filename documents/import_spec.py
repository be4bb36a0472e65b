"""What a table that people fill in and send must look like, and what was found in it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from documents.import_values import Choice

MAX_ROWS = 2000
MAX_COLUMNS = 50
SHOWN_COLUMNS = 3

Sentences = Mapping[int, Sequence[str]]  # what is wrong, by the row's number


@dataclass(frozen=True, slots=True)
class ImportColumn:
    """One column of a table to import.

    Attributes:
        header: its heading, by which it is found wherever it stands.
        key: the name of its value in `ImportedRow.values`.
        parse: turns the cell's text, which is never blank, into the value; raises `ValueError` with a Chinese
            sentence without its full stop. `documents.import_values` has the common ones.
        required: whether a blank cell is a mistake.
        hint: what to fill in, for the notes of the template.
        sample: an example, for the notes of the template.
        choices: what the pull-down offers; those of a `Choice` are known without naming them.
        blank: the value of a blank cell of a column that isn't required.
        locked: whether a template protects the column, because its rows stand there already.
    """

    header: str
    key: str
    parse: Callable[[str], Any]
    required: bool = True
    hint: str = ""
    sample: str = ""
    choices: Sequence[str] = ()
    blank: Any = None
    locked: bool = False

    @property
    def offered(self) -> tuple[str, ...]:
        """What the column's pull-down offers; nothing for free text."""
        return tuple(self.choices or (self.parse.labels if isinstance(self.parse, Choice) else ()))


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """One row as it was sent.

    Attributes:
        number: its number in the workbook, as the person sees it beside the row.
        raw: what the cells say, by heading.
        parsed: the values of the cells that were in order, by key.
        problems: every reason against the row, each a whole sentence.
    """

    number: int
    raw: Mapping[str, str]
    parsed: Mapping[str, Any]
    problems: tuple[str, ...] = ()

    @property
    def values(self) -> Mapping[str, Any] | None:
        """The values by key, one for each column; None if anything is wrong with the row."""
        return None if self.problems else self.parsed


CheckTable = Callable[[Sequence[ImportedRow]], Sentences]


@dataclass(frozen=True, slots=True)
class TableImport:
    """A table to import: one row a thing.

    Attributes:
        title: what the rows are, such as 考试站; it names the template and its tab.
        columns: the columns in the template's order.
        max_rows: how many rows one file may have.
        check_table: the rules across rows or against the database. It gets every row, also those with
            problems (look into `parsed`), and returns sentences by row number.
        shown: headings of the columns by which a person knows a row again; the first three if none are named.
        passed_over: headings that may stand in the table too, and aren't read, such as those of an export.
    """

    title: str
    columns: Sequence[ImportColumn]
    max_rows: int = MAX_ROWS
    check_table: CheckTable | None = None
    shown: Sequence[str] = ()
    passed_over: Sequence[str] = ()

    def __post_init__(self) -> None:
        for names in ([column.header for column in self.columns], [column.key for column in self.columns]):
            if not names or len(names) > MAX_COLUMNS or len(set(names)) < len(names):
                raise ValueError("A table to import has 1 to 50 columns, each with its own header and key.")

    @property
    def shown_headers(self) -> tuple[str, ...]:
        """The headings that the preview shows."""
        return tuple(self.shown or [column.header for column in self.columns[:SHOWN_COLUMNS]])


@dataclass(frozen=True, slots=True)
class ImportedTable:
    """A table as it was sent: its rows in order, none of them blank."""

    rows: Sequence[ImportedRow] = field(default_factory=tuple)

    @property
    def good(self) -> list[ImportedRow]:
        """The rows that can be imported."""
        return [row for row in self.rows if not row.problems]

    @property
    def bad(self) -> list[ImportedRow]:
        """The rows that something is wrong with."""
        return [row for row in self.rows if row.problems]


def repeats(rows: Sequence[ImportedRow], key: str, header: str) -> dict[int, list[str]]:
    """Return, for `check_table`, a sentence for every row whose `key` has the value of an earlier row."""
    first: dict[Any, int] = {}
    found: dict[int, list[str]] = {}
    for row in rows:
        value = row.parsed.get(key)
        if value is None:
            continue
        if value in first:
            found[row.number] = [f"“{header}”与第 {first[value]} 行重复，请删除其中一行或更正。"]
        first.setdefault(value, row.number)
    return found
