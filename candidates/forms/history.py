"""The pages on schooling and work: rows that can be left blank, more of them by a button."""

from collections.abc import Iterable
from typing import Any

from accounts.form_rows import BaseRows, RowsForm, rows_of
from accounts.models import User
from candidates.forms.periods import OTHER, PeriodForm, StudyForm, WorkForm
from candidates.models import Enrolment, HistoryEntry, HistoryKind
from candidates.services import Period

MOST_ROWS = 20
PREFIX = "period"


class PeriodsForm(RowsForm):
    """The periods of one page; blank rows are left out."""

    counter = "段"

    def __init__(self, *args: Any, actor: User, enrolment: Enrolment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.enrolment = actor, enrolment
        entries = (entry for entry in enrolment.history.all() if entry.kind in self.kinds)
        self.set_rows({PREFIX: map(self.shown, sorted(entries, key=lambda one: (one.start, one.pk)))})

    @property
    def kinds(self) -> tuple[HistoryKind, ...]:
        """What the page tells of."""
        raise NotImplementedError

    def row_facts(self) -> dict[str, Any]:
        """Return what each row is made with."""
        return {"enrolment": self.enrolment}

    @property
    def rows(self) -> BaseRows[PeriodForm]:
        """The page's one block."""
        return self.blocks[PREFIX]

    @property
    def periods(self) -> list[Period]:
        """The rows that were filled, in the order typed."""
        return [row.period for row in self.rows.filled]

    @staticmethod
    def shown(entry: HistoryEntry | Period) -> dict[str, Any]:
        """Return a period as the fields of a row show it."""
        names = ("start", "end", "kind", "stage", "relation", "place", "subject", "duty")
        facts = {name: getattr(entry, name) for name in names}
        return {**facts, "stage": facts["stage"] if entry.kind == HistoryKind.STUDY else OTHER}


class HistoryForm(PeriodsForm):
    """Schooling; of students everything that they did."""

    rows_class = rows_of(StudyForm, most=MOST_ROWS)

    @property
    def kinds(self) -> tuple[HistoryKind, ...]:
        """Schooling alone, where there is a page on work."""
        return tuple(HistoryKind) if self.enrolment.is_student else (HistoryKind.STUDY,)


class WorkHistoryForm(PeriodsForm):
    """Work, and the time without it."""

    rows_class = rows_of(WorkForm, most=MOST_ROWS)

    @property
    def kinds(self) -> tuple[HistoryKind, ...]:
        """All but schooling."""
        return (HistoryKind.WORK, HistoryKind.OTHER)


def rows_as_data(periods: Iterable[Period]) -> dict[str, str]:
    """Return what a browser sends for `periods`, on either page."""
    rows = [PeriodsForm.shown(period) for period in periods]
    data = {f"{PREFIX}-TOTAL_FORMS": str(len(rows)), f"{PREFIX}-INITIAL_FORMS": "0"}
    for index, row in enumerate(rows):
        for name, held in row.items():
            month = f"{held:%Y-%m}" if name in {"start", "end"} and held else str(held or "")
            data[f"{PREFIX}-{index}-{name}"] = month
    return data
