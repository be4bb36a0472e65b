"""The page on which attendance is recorded, made for a tablet in the workshop."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField

from accounts.models import User
from exams.attending.absences import scored_already
from exams.attending.entries import AttendanceEntry, overtaken, token_of, unnoted
from exams.attending.groups import Sitter
from exams.models import AttendanceState
from exams.selectors import scores_of
from ostami.problems import Problem
from question_bank.paper_kinds import PaperKind

REST_PRESENT = "rest"


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """One candidate's row as the page shows it."""

    sitter: Sitter
    state: BoundField
    note: BoundField

    @property
    def errors(self) -> list[str]:
        """Everything that is wrong in the row."""
        return [*map(str, self.state.errors), *map(str, self.note.errors)]

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """Value, word and whether it is chosen, of each state."""
        return [(value, word, self.state.value() == value) for value, word in AttendanceState.choices]


class AttendanceForm(forms.Form):
    """State and note of every candidate of a group; who has neither stays open.

    The fields of a candidate end with the enrolment's id: ``state_7``, ``note_7``. `seen` tells what the page
    showed, so that two tablets don't overwrite each other. The button `rest` marks all others as present.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(label="更正理由", required=False, max_length=200)
    rest = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, actor: User, kind: PaperKind, people: Sequence[Sitter], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.kind, self.people = actor, kind, list(people)
        self.overtaken: set[int] = set()
        for one in self.people:
            self._add_row(one)

    def _add_row(self, one: Sitter) -> None:
        name, pk = one.enrolment.candidate.name, one.enrolment.pk
        self.fields[f"state_{pk}"] = forms.ChoiceField(
            label=f"{name} 到考情况",
            choices=AttendanceState.choices,
            required=False,
            initial=_initial(one, self.kind),
            error_messages={"invalid_choice": "没有这种到考情况。请从页面上的按钮中选择。"},
        )
        note = forms.CharField(
            label=f"{name} 说明",
            required=False,
            initial=one.stored.note if one.stored else "",
            max_length=200,
        )
        note.widget.attrs.update({"class": "form-control", "aria-label": f"{name} 说明"})
        self.fields[f"note_{pk}"] = note

    def clean_seen(self) -> dict[str, str]:
        """Return the tokens of what the page showed, by enrolment id."""
        try:
            seen = json.loads(self.cleaned_data["seen"] or "{}")
        except ValueError:
            seen = None
        if not isinstance(seen, dict):
            raise ValidationError("页面数据不完整。请刷新页面后重新填写。")
        return {str(key): str(token) for key, token in seen.items()}

    def clean(self) -> dict[str, Any]:
        """Refuse what can't be, and rows that somebody else recorded in the meantime."""
        cleaned = super().clean() or self.cleaned_data
        for one in self.people:
            self._refuse_words_alone(one)
        for entry, one in self._entries():
            stored = overtaken(entry, one.enrolment, one.stored)
            if stored:
                self.overtaken.add(one.enrolment.pk)
            self._add(stored)
            if entry.touched:
                self._add(unnoted(entry, one.enrolment))
                self._add(scored_already(entry, one.enrolment, self.kind))
        return cleaned

    def _refuse_words_alone(self, one: Sitter) -> None:
        pk = one.enrolment.pk
        if self.cleaned_data.get(f"note_{pk}") and not self._state(one):
            self._add(
                Problem(
                    f"{one.enrolment.candidate.name}写了说明，没有选择到考情况",
                    remedy="请选择到考情况，或清空说明",
                    field=f"state_{pk}",
                )
            )

    def _add(self, problem: Problem | None) -> None:
        if problem:
            self.add_error(problem.field, str(problem))

    def _entries(self) -> Iterator[tuple[AttendanceEntry, Sitter]]:
        seen = self.cleaned_data.get("seen", {})
        for one in self.people:
            pk = one.enrolment.pk
            if state := self._state(one):
                note = self.cleaned_data.get(f"note_{pk}", "")
                yield AttendanceEntry(pk, AttendanceState(state), note, seen.get(str(pk))), one

    def _state(self, one: Sitter) -> str:
        """Return what was chosen; by the button, who has no state is present unless somebody recorded it."""
        chosen: str = self.cleaned_data.get(f"state_{one.enrolment.pk}", "")
        rest = self.cleaned_data.get(REST_PRESENT) and one.stored is None
        return chosen or (AttendanceState.PRESENT if rest else "")

    @property
    def entries(self) -> list[AttendanceEntry]:
        """The rows of a valid page that say something, for `record_attendance`."""
        return [entry for entry, _ in self._entries()]

    @property
    def shown(self) -> str:
        """The value of `seen` for the page: what it shows, or showed when the entry began.

        A row of which the person was told that somebody else recorded it counts as seen from then on.
        """
        tokens = {str(one.enrolment.pk): token_of(one.stored) for one in self.people}
        if self.is_bound and isinstance(before := getattr(self, "cleaned_data", {}).get("seen"), dict):
            told = {str(pk): tokens[str(pk)] for pk in self.overtaken}
            tokens = {**before, **told}
        return json.dumps(tokens, ensure_ascii=False)

    @property
    def rows(self) -> list[AttendanceRow]:
        """The page's rows."""
        return [
            AttendanceRow(one, self[f"state_{one.enrolment.pk}"], self[f"note_{one.enrolment.pk}"])
            for one in self.people
        ]


def _initial(one: Sitter, kind: PaperKind) -> str:
    """Return what is stored; who was marked absent among the scores stands as absent."""
    if one.stored:
        return one.stored.state
    return AttendanceState.ABSENT if getattr(scores_of(one.enrolment), f"{kind}_absent") else ""
