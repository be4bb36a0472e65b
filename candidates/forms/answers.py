"""What both pages of the personal form have in common."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms

from accounts.form_fields import one_line
from accounts.models import User
from candidates.guards import form_label
from candidates.models import Enrolment
from candidates.models.enrolments import RELATIONS


def optional(label: str, longest: int, help_text: str = "", **facts: Any) -> forms.CharField:
    """Return a field for a line that can be left empty: a page may be saved incomplete."""
    return one_line(label, longest=longest, required=False, help_text=help_text, **facts)


def choice(label: str, choices: Iterable[tuple[Any, str]], help_text: str = "") -> forms.ChoiceField:
    """Return a list to choose from, or not yet."""
    return forms.ChoiceField(
        label=label,
        choices=[("", "请选择"), *choices],
        required=False,
        help_text=help_text,
        error_messages={"invalid_choice": f"请从列表中选择{label}。"},
    )


def relation(label: str, help_text: str = "") -> forms.ChoiceField:
    """Return the list of how something stands to the trade that is enrolled for."""
    return choice(label, RELATIONS, help_text)


class AnswersForm(forms.Form):
    """A page of the personal form: it asks what the candidate type and the level call for."""

    optional_names: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, *args: Any, actor: User, enrolment: Enrolment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.enrolment = actor, enrolment
        asked = self.asked()
        self.fields = {name: self.fields[name] for name in asked}
        self.initial = {name: self.stored(name) for name in asked}
        for name in asked:
            self.fields[name].label = self.label(name)

    def asked(self) -> tuple[str, ...]:
        """Return the names of the fields that the page asks of this person, in their order."""
        raise NotImplementedError

    def stored(self, name: str) -> Any:
        """Return what the enrolment holds of a field."""
        return getattr(self.enrolment, name)

    def label(self, name: str) -> str:
        """Return what a field is called; who may leave it empty is told."""
        label = form_label(self.enrolment, name)
        return f"{label}（选填）" if name in self.optional_names else label
