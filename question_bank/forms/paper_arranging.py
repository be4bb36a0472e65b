"""The form by which a paper's questions are put in order and given points."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField

from accounts.form_fields import DigitsField
from accounts.forms import ConfirmForm
from question_bank.blueprint_facts import plain
from question_bank.columns import beginning
from question_bank.kinds import QuestionKind
from question_bank.models import PaperQuestion
from question_bank.services.questions import MOST_POINTS, STEP

MOST_PLACES = 999
WRONG_PLACE = f"题号须为 1 至 {MOST_PLACES} 的整数。"
WRONG_POINTS = f"分值须在 {STEP}–{MOST_POINTS} 之间，以 {STEP} 为单位。"
Line = tuple[PaperQuestion, str, BoundField, BoundField]  # with the first words of its stem


class ArrangeForm(ConfirmForm):
    """Place and points of each question; a kind's points can be told once for all of its questions."""

    def __init__(self, *args: Any, parts: dict[str, list[PaperQuestion]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = parts
        for kind, rows in parts.items():
            self.fields[f"each_{kind}"] = _points(f"{QuestionKind(kind).label}每题分值")
            for row in rows:
                number = f"第 {row.place} 题"
                self.fields[f"place_{row.question_id}"] = _place(f"{number}的新题号", row.place)
                self.fields[f"points_{row.question_id}"] = _points(f"{number}的分值", row.points)

    def sections(self) -> Iterator[tuple[str, Decimal, BoundField, list[Line]]]:
        """Yield each kind: its name, its points, the field for all, and its rows."""
        for kind, rows in self.parts.items():
            total = sum((row.points for row in rows), Decimal(0))
            yield str(QuestionKind(kind).label), total, self[f"each_{kind}"], [*map(self._line, rows)]

    def order(self) -> dict[int, tuple[int, Decimal]]:
        """Return place and points by question; what was left empty stays as it is."""
        told = self.cleaned_data
        return {
            row.question_id: (
                told.get(f"place_{row.question_id}") or row.place,
                told.get(f"each_{kind}") or told.get(f"points_{row.question_id}") or row.points,
            )
            for kind, rows in self.parts.items()
            for row in rows
        }

    def _line(self, row: PaperQuestion) -> Line:
        key = row.question_id
        return row, beginning(row.question), self[f"place_{key}"], self[f"points_{key}"]


def _place(label: str, initial: int) -> DigitsField:
    return DigitsField(
        label=label,
        initial=initial,
        required=False,
        min_value=1,
        max_value=MOST_PLACES,
        widget=forms.TextInput(attrs={"class": "form-control", "inputmode": "numeric", "aria-label": label}),
        error_messages={"invalid": WRONG_PLACE, "min_value": WRONG_PLACE, "max_value": WRONG_PLACE},
    )


def _points(label: str, initial: Decimal | None = None) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        initial=None if initial is None else plain(initial),
        required=False,
        min_value=STEP,
        max_value=MOST_POINTS,
        max_digits=4,
        decimal_places=1,
        widget=forms.TextInput(attrs={"class": "form-control", "inputmode": "decimal", "aria-label": label}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value", "max_digits", "max_decimal_places", "max_whole_digits"),
            WRONG_POINTS,
        ),
    )
