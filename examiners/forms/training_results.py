"""The grid into which the results of a training are typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from accounts.models import User
from accounts.names import fold
from examiners.models import TrainingEntry, TrainingResult
from examiners.services.training_results import (
    Outcome,
    outcome_problems,
    overtaken,
    score_in_words,
    token_of,
)

SCORE_SENTENCE = "成绩须为 0 至 100 的数，最多一位小数，如 86.5。"


class ScoreField(forms.DecimalField):
    """A score of at most one decimal place; full-width digits are forgiven."""

    def __init__(self, **facts: Any) -> None:
        sentences = dict.fromkeys(
            ("invalid", "max_value", "min_value", "max_digits", "max_decimal_places", "max_whole_digits"),
            SCORE_SENTENCE,
        )
        super().__init__(
            min_value=0, max_value=100, max_digits=4, decimal_places=1, error_messages=sentences, **facts
        )

    def to_python(self, value: Any) -> Any:
        """Return the score, folded first."""
        return super().to_python(fold(value) if isinstance(value, str) else value)


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One person's row as the grid shows it."""

    entry: TrainingEntry
    result: BoundField
    score: BoundField
    seen: str

    @property
    def seen_name(self) -> str:
        """The name of the hidden field that keeps `seen`."""
        return f"seen_{self.entry.pk}"


class ResultsForm(forms.Form):
    """Result and score of everybody entered; who has no result yet stays open.

    The fields of a person end with the entry's key: ``result_7``, ``score_7``, and ``seen_7`` with what the
    row showed, so that two people who type at once don't overwrite each other.
    """

    def __init__(self, *args: Any, actor: User, entries: Sequence[TrainingEntry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.entries = list(entries)
        self.told: set[int] = set()
        for entry in self.entries:
            self._add_row(entry)

    def _add_row(self, entry: TrainingEntry) -> None:
        name, key = entry.application.person_name, entry.pk
        result = forms.ChoiceField(
            label=f"{name} 结果",
            choices=TrainingResult.choices,
            initial=entry.result,
            widget=forms.Select(attrs={"class": "form-select form-select-sm", "aria-label": f"{name} 结果"}),
            error_messages={"required": "请选择结果。", "invalid_choice": "没有这个结果。请从列表中选择。"},
        )
        attributes = {
            "class": "form-control form-control-sm",
            "aria-label": f"{name} 成绩",
            "inputmode": "decimal",
            "autocomplete": "off",
        }
        score = ScoreField(
            label=f"{name} 成绩",
            required=False,
            initial=score_in_words(entry.score),
            widget=forms.TextInput(attrs=attributes),
        )
        seen = forms.CharField(required=False, initial=token_of(entry), widget=forms.HiddenInput)
        self.fields |= {f"result_{key}": result, f"score_{key}": score, f"seen_{key}": seen}

    def clean(self) -> dict[str, Any]:
        """Name what contradicts itself in any row, and the rows that somebody else changed meanwhile."""
        for entry in self.entries:
            if f"result_{entry.pk}" in self.errors or f"score_{entry.pk}" in self.errors:
                continue
            outcome = self._outcome(entry.pk)
            late = list(overtaken(outcome, entry))
            self.told |= {entry.pk} if late else set()
            for problem in (*(outcome_problems(outcome, entry) if outcome.touched else ()), *late):
                self.add_error(problem.field, str(problem))
        return self.cleaned_data

    @property
    def outcomes(self) -> list[Outcome]:
        """The rows of a valid grid, for `record_results`."""
        return [self._outcome(entry.pk) for entry in self.entries]

    def _outcome(self, key: int) -> Outcome:
        typed = self.cleaned_data
        return Outcome(key, typed[f"result_{key}"], typed[f"score_{key}"], typed[f"seen_{key}"] or None)

    @property
    def rows(self) -> list[ResultRow]:
        """The grid's rows."""
        return [
            ResultRow(entry, self[f"result_{entry.pk}"], self[f"score_{entry.pk}"], self._shown(entry))
            for entry in self.entries
        ]

    def _shown(self, entry: TrainingEntry) -> str:
        """Return what a row showed when it was opened; who was told of another's change has seen that."""
        sent = self[f"seen_{entry.pk}"].value() if self.is_bound else ""
        return token_of(entry) if entry.pk in self.told or not sent else str(sent)
