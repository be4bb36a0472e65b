"""The grid into which a batch's scores are entered."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField

from accounts.models import User
from batches.models import BatchItem
from candidates.models import Enrolment
from exams.fields import ScoreFormField
from exams.scores import Scores
from exams.selectors import by_item, scores_of
from exams.services import ScoreEntry, overtaken

PARTS = {"theory": "理论成绩", "practical": "实操成绩"}


@dataclass(frozen=True, slots=True)
class GridRow:
    """One candidate's row as the grid shows it."""

    enrolment: Enrolment
    scores: Scores
    cells: list[tuple[BoundField, BoundField]]

    @property
    def errors(self) -> list[str]:
        """Everything that is wrong in the row."""
        return [str(error) for pair in self.cells for field in pair for error in field.errors]


class ScoreGridForm(forms.Form):
    """Theory and practical score or absence of every candidate; a blank paper stays open.

    The fields of a candidate end with the enrolment's id: ``theory_7``, ``theory_absent_7``, ``practical_7``,
    ``practical_absent_7``. `seen` tells what the page showed, so that two people who enter at once don't
    overwrite each other; without it every row counts.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: User, enrolments: Sequence[Enrolment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.enrolments = list(enrolments)
        self.overtaken: set[int] = set()
        for enrolment in self.enrolments:
            self._add_row(enrolment)

    def _add_row(self, enrolment: Enrolment) -> None:
        stored = scores_of(enrolment)
        for part, label in PARTS.items():
            title = f"{enrolment.candidate.name} {label}"
            score = ScoreFormField(label=title, required=False, initial=_typed(getattr(stored, part)))
            score.widget.attrs["aria-label"] = title
            absent = forms.BooleanField(
                label=f"{title}缺考", required=False, initial=getattr(stored, f"{part}_absent")
            )
            absent.widget.attrs["class"] = "form-check-input"
            self.fields[f"{part}_{enrolment.pk}"] = score
            self.fields[f"{part}_absent_{enrolment.pk}"] = absent

    def clean_seen(self) -> dict[str, str]:
        """Return the tokens of the scores that the page showed, by enrolment id."""
        try:
            seen = json.loads(self.cleaned_data["seen"] or "{}")
        except ValueError:
            seen = None
        if not isinstance(seen, dict):
            raise ValidationError("页面数据不完整。请刷新页面后重新填写。")
        return {str(key): str(token) for key, token in seen.items()}

    def clean(self) -> dict[str, Any]:
        """Refuse a score beside an absence, and rows that somebody else changed in the meantime."""
        cleaned = super().clean() or self.cleaned_data
        for enrolment in self.enrolments:
            self._refuse_both(enrolment)
        for entry, enrolment in self._entries():
            problem = overtaken(entry, enrolment)
            if problem:
                self.overtaken.add(enrolment.pk)
                self.add_error(problem.field, str(problem))
        return cleaned

    def _refuse_both(self, enrolment: Enrolment) -> None:
        for part, label in PARTS.items():
            if (
                self.cleaned_data.get(f"{part}_absent_{enrolment.pk}")
                and self._score(part, enrolment) is not None
            ):
                self.add_error(
                    f"{part}_{enrolment.pk}", f"{label}和缺考只能取一。请清空成绩，或取消勾选缺考。"
                )

    def _score(self, part: str, enrolment: Enrolment) -> Any:
        return self.cleaned_data.get(f"{part}_{enrolment.pk}")

    def _entries(self) -> Iterator[tuple[ScoreEntry, Enrolment]]:
        seen = self.cleaned_data.get("seen", {})
        for enrolment in self.enrolments:
            if not any(f"{part}_{enrolment.pk}" in self.errors for part in PARTS):
                yield (
                    ScoreEntry(enrolment.pk, self._scores(enrolment), seen.get(str(enrolment.pk))),
                    enrolment,
                )

    def _scores(self, enrolment: Enrolment) -> Scores:
        return Scores(
            theory=self._score("theory", enrolment),
            practical=self._score("practical", enrolment),
            theory_absent=bool(self.cleaned_data.get(f"theory_absent_{enrolment.pk}")),
            practical_absent=bool(self.cleaned_data.get(f"practical_absent_{enrolment.pk}")),
        )

    @property
    def entries(self) -> list[ScoreEntry]:
        """The rows of a valid grid, for `record_scores`."""
        return [entry for entry, _ in self._entries()]

    @property
    def shown(self) -> str:
        """The value of `seen` for the page: what it shows, or showed when the entry began.

        A row of which the person was told that somebody else changed it counts as seen from then on.
        """
        tokens = {str(one.pk): scores_of(one).token for one in self.enrolments}
        if self.is_bound and isinstance(before := getattr(self, "cleaned_data", {}).get("seen"), dict):
            told = {str(pk): tokens[str(pk)] for pk in self.overtaken}
            tokens = {**before, **told}
        return json.dumps(tokens, ensure_ascii=False)

    @property
    def groups(self) -> list[tuple[BatchItem, list[GridRow]]]:
        """The grid's rows under their trades and levels."""
        return [(item, [self._row(one) for one in people]) for item, people in by_item(self.enrolments)]

    def _row(self, enrolment: Enrolment) -> GridRow:
        cells = [(self[f"{part}_{enrolment.pk}"], self[f"{part}_absent_{enrolment.pk}"]) for part in PARTS]
        return GridRow(enrolment, scores_of(enrolment), cells)


def _typed(score: Any) -> str:
    return f"{score.normalize():f}" if score is not None else ""
