"""The history of schooling and work: rows that can be left blank, more of them by a button."""

from datetime import date
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from accounts.models import User
from candidates.forms.fields import MonthField, one_line
from candidates.models import Enrolment, HistoryEntry, HistoryKind
from candidates.services import Period
from ostami import clock

MOST_ROWS = 20
BLANK_ROWS = 2
PREFIX = "period"


class PeriodForm(forms.Form):
    """One period."""

    kind = forms.ChoiceField(label="类别", choices=HistoryKind.choices, initial=HistoryKind.STUDY)
    start = MonthField(label="起始年月", error_messages={"required": "请填写起始年月，如 2020-09。"})
    end = MonthField(label="截止年月", required=False, help_text="至今的不填。")
    place = one_line("学校或单位", longest=100)
    subject = one_line("专业或岗位", longest=60, required=False)
    duty = one_line("担任职务", longest=60, required=False)

    def has_changed(self) -> bool:
        """Tell whether anything was filled in; the kind alone says nothing."""
        return any(name != "kind" for name in self.changed_data)

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


class BasePeriodRows(BaseFormSet[PeriodForm]):
    """Rows of which each may be blank: an emptied row is a deleted one."""

    def initial_form_count(self) -> int:
        """Return 0: what was stored before makes no row compulsory."""
        return 0

    def total_form_count(self) -> int:
        """Return what was sent, or the stored rows and some blank ones."""
        if self.is_bound:
            return super().total_form_count()
        return min(len(self.initial or ()) + self.extra, MOST_ROWS)


PeriodRows = formset_factory(
    PeriodForm,
    formset=BasePeriodRows,
    extra=BLANK_ROWS,
    max_num=MOST_ROWS,
    absolute_max=MOST_ROWS + 1,
    validate_max=True,
)


class HistoryForm(forms.Form):
    """All periods of an enrolment; blank rows are left out."""

    def __init__(self, *args: Any, actor: User, enrolment: Enrolment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        if self.is_bound:
            self.rows = PeriodRows(self.data, prefix=PREFIX)
        else:
            self.rows = PeriodRows(
                initial=[_stored(entry) for entry in enrolment.history.all()], prefix=PREFIX
            )

    def show_more_rows(self) -> None:
        """Keep what was typed, unchecked, and add blank rows."""
        typed = [{name: row[name].data for name in row.fields} for row in self.rows.forms]
        self.rows = PeriodRows(initial=typed, prefix=PREFIX)

    def clean(self) -> dict[str, Any]:
        """Bring every row's problems to the head, naming the row."""
        for number, row in enumerate(self.rows.forms, start=1):
            for name, errors in row.errors.items():
                for error in errors:
                    self.add_error(None, f"第 {number} 段“{row.fields[name].label}”：{error}")
        for error in self.rows.non_form_errors():
            self.add_error(None, str(error))
        return self.cleaned_data

    @property
    def periods(self) -> list[Period]:
        """The rows that were filled, in the order typed."""
        return [row.period for row in self.rows.forms if row.has_changed()]


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
