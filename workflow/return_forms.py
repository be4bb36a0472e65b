"""What somebody types when a case goes back: a field for each of its parts."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms

from workflow.forms import TransitionForm
from workflow.returning import Part, composed

LONGEST = 300


class PartsReturnForm(TransitionForm):
    """One field for each part of the case; at least one says what to mend."""

    nothing_said: ClassVar[str] = "请至少填写一项需要修改的内容，对方将据此修改。"

    def __init__(self, *args: Any, parts: Iterable[Part], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = tuple(parts)
        del self.fields["reason"]
        for part in self.parts:
            self.add_part(part)

    def add_part(self, part: Part) -> None:
        """Add the field of a part."""
        self.fields[part.key] = forms.CharField(
            label=f"{part.label}（选填）",
            max_length=LONGEST,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
            error_messages={"max_length": "请控制在 %(limit_value)d 字以内，现有 %(show_value)d 字。"},
        )

    def said(self, facts: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return what was said of the parts, by their keys."""
        return facts

    def clean(self) -> dict[str, Any]:
        """Put the parts together as the transition's reason."""
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        facts["reason"] = composed(self.said(facts), self.parts)
        if not facts["reason"] and not self.errors:
            raise forms.ValidationError(self.nothing_said)
        return facts
