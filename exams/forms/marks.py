"""The grid into which examiners' marks of practical work are entered."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField

from accounts.models import User
from batches.models import BatchItem
from candidates.models import Enrolment
from exams.fields import ScoreFormField
from exams.forms.score_rows import REASON_LENGTH, read_seen
from exams.models import PracticalMark
from exams.scores import part_in_words
from exams.scoring.marks import MarkEntry, score_of, token_of, values_of
from exams.seating.tickets import ticket_number


@dataclass(frozen=True, slots=True)
class MarkRow:
    """One candidate's row: a cell for each examiner, and the score that the stored marks give."""

    enrolment: Enrolment
    ticket: str
    cells: list[tuple[str, BoundField]]
    score: str
    locked: str

    @property
    def errors(self) -> list[str]:
        """Everything that is wrong in the row."""
        return [str(error) for _, field in self.cells for error in field.errors]


class MarkGridForm(forms.Form):
    """A mark of each examiner of the panel for each candidate: fields ``mark_<enrolment>_<examiner>``.

    Args:
        item: the trade, whose panel marks.
        enrolments: its candidates.
        stored: the marks so far, by enrolment and examiner.
        locked: why a candidate can't be marked, by enrolment id.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label="更正理由",
        required=False,
        max_length=REASON_LENGTH,
        error_messages={"max_length": f"更正理由最多 {REASON_LENGTH} 个字，请缩短。"},
    )

    def __init__(
        self,
        *args: Any,
        actor: User,
        item: BatchItem,
        enrolments: Sequence[Enrolment],
        stored: Mapping[int, Mapping[int, PracticalMark]],
        locked: Mapping[int, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.item, self.enrolments, self.locked = actor, item, enrolments, locked
        self.stored = {one.pk: values_of(stored.get(one.pk, {})) for one in enrolments}
        for enrolment in enrolments:
            for examiner in item.panel:
                self._add(enrolment, examiner.pk, examiner.person_name)

    def _add(self, enrolment: Enrolment, examiner: int, name: str) -> None:
        title = f"{enrolment.candidate.name} {name}评分"
        mark = self.stored[enrolment.pk].get(examiner)
        field = ScoreFormField(
            label=title,
            required=False,
            initial=part_in_words(mark, absent=False),
            disabled=enrolment.pk in self.locked,
        )
        field.widget.attrs["aria-label"] = title
        self.fields[f"mark_{enrolment.pk}_{examiner}"] = field

    def clean_seen(self) -> dict[str, str]:
        """Return the tokens of the marks that the page showed, by enrolment id."""
        return read_seen(self.cleaned_data["seen"])

    def clean(self) -> dict[str, Any]:
        """Tell whoever typed into a page that was shown before the row was locked."""
        cleaned = super().clean() or self.cleaned_data
        for pk, why in self.locked.items():
            for examiner in self.item.panel:
                name = f"mark_{pk}_{examiner.pk}"
                typed = str(self.data.get(name, "")).strip()
                if typed and typed != self.fields[name].initial:
                    self.add_error(name, f"填写的“{typed}”没有保存：{why}")
        return cleaned

    @property
    def entries(self) -> list[MarkEntry]:
        """The rows of a valid grid, for `record_marks`."""
        seen = self.cleaned_data["seen"]
        return [MarkEntry(one.pk, self._marks(one), seen.get(str(one.pk))) for one in self.enrolments]

    def _marks(self, enrolment: Enrolment) -> dict[int, Decimal]:
        typed = {one.pk: self.cleaned_data.get(f"mark_{enrolment.pk}_{one.pk}") for one in self.item.panel}
        return {pk: mark for pk, mark in typed.items() if mark is not None}

    @property
    def shown(self) -> str:
        """The value of `seen` for the page: what was stored when it was made.

        A page that comes back before its marks were looked at keeps what it showed at first.
        """
        before = getattr(self, "cleaned_data", {}).get("seen")
        if isinstance(before, dict) and not self.non_field_errors():
            return json.dumps(before)
        return json.dumps({str(pk): token_of(marks) for pk, marks in self.stored.items()})

    @property
    def markable(self) -> bool:
        """Tell whether anybody can be marked."""
        return any(one.pk not in self.locked for one in self.enrolments)

    @property
    def rows(self) -> list[MarkRow]:
        """The grid's rows in roster order."""
        return [self._row(one) for one in self.enrolments]

    def _row(self, enrolment: Enrolment) -> MarkRow:
        cells = [(one.person_name, self[f"mark_{enrolment.pk}_{one.pk}"]) for one in self.item.panel]
        score = part_in_words(score_of(self.item, self.stored[enrolment.pk]), absent=False)
        why = self.locked.get(enrolment.pk, "")
        return MarkRow(enrolment, ticket_number(enrolment), cells, score, why)
