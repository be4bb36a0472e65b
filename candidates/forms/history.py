"""The history of schooling and work: rows that can be left blank, more of them by a button."""

from datetime import date
from typing import Any

from django import forms

from accounts.form_fields import one_line
from accounts.form_rows import BaseRows, RowForm, RowsForm, rows_of
from accounts.models import User
from candidates.forms.fields import MonthField
from candidates.models import Enrolment, HistoryEntry, HistoryKind
from candidates.services import Period
from ostami import clock

MOST_ROWS = 20
PREFIX = "period"


class PeriodForm(RowForm):
    """One period."""

    says_nothing = frozenset({"kind"})

    kind = forms.ChoiceField(label="类别", choices=HistoryKind.choices, initial=HistoryKind.STUDY)
    start = MonthField(label="起始年月", error_messages={"required": "请填写起始年月，如 2020-09。"})
    end = MonthField(label="截止年月", required=False, help_text="至今的不填。")
    place = one_line("学校或单位", longest=100)
    subject = one_line("专业或岗位", longest=60, required=False)
    duty = one_line("担任职务", longest=60, required=False)

    def clean(self) -> dict[str, Any]:
        """Check the order of the months."""
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        if start and start > clock.today():
            self.add_error("start", "起始年月不能晚于今天。")
        if start and end and end < start:
            self.add_error("end", "截止年月不能早于起始年月，请对调或更正。")
        return self.cleaned_data

    @property
    def period(self) -> Period:
        """The period as typed."""
        return Period(**{**self.cleaned_data, "kind": HistoryKind(self.cleaned_data["kind"])})


class HistoryForm(RowsForm):
    """All periods of an enrolment; blank rows are left out."""

    rows_class = rows_of(PeriodForm, most=MOST_ROWS)
    counter = "段"

    def __init__(self, *args: Any, actor: User, enrolment: Enrolment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.set_rows({PREFIX: map(_stored, enrolment.history.all())})

    @property
    def rows(self) -> BaseRows[PeriodForm]:
        """The page's one block."""
        return self.blocks[PREFIX]

    @property
    def periods(self) -> list[Period]:
        """The rows that were filled, in the order typed."""
        return [row.period for row in self.rows.filled]


def _stored(entry: HistoryEntry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in PeriodForm.base_fields}


def rows_as_data(periods: list[Period]) -> dict[str, str]:
    """Return what a browser sends for `periods`."""
    data = {f"{PREFIX}-TOTAL_FORMS": str(len(periods)), f"{PREFIX}-INITIAL_FORMS": "0"}
    for index, period in enumerate(periods):
        for name in PeriodForm.base_fields:
            held = getattr(period, name)
            data[f"{PREFIX}-{index}-{name}"] = f"{held:%Y-%m}" if isinstance(held, date) else str(held or "")
    return data
