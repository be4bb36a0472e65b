"""Forms by which questions of the bank are chosen for a paper."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.form_fields import filter_choice, search_word
from accounts.forms import ConfirmForm
from question_bank.kinds import Difficulty, QuestionKind
from question_bank.models import Question

GONE = "所选试题中有不在可选范围内的，请重新选择。"
FILTERS = {"kind": "kind", "point": "knowledge_point__icontains", "difficulty": "difficulty"}


class CandidateFilter(forms.Form):
    """Which questions of the bank are offered; kept in the address."""

    kind = filter_choice("题型", QuestionKind.choices)
    point = search_word("知识点", "知识点中的字")
    difficulty = filter_choice("难度", Difficulty.choices)

    def __init__(self, *args: Any, of_kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of_kind = of_kind
        if of_kind:
            del self.fields["kind"]
        self.is_valid()

    def left_of(self, rows: QuerySet[Question]) -> QuerySet[Question]:
        """Return the rows that the valid filters leave."""
        told = {name: self.cleaned_data.get(name) for name in FILTERS}
        told["kind"] = self.of_kind or told["kind"]
        return rows.filter(**{FILTERS[name]: value for name, value in told.items() if value})


class SwapForm(ConfirmForm):
    """Which question takes another's place; the other button leaves it to chance."""

    by = forms.ModelChoiceField(
        queryset=Question.objects.none(),
        label="换成的试题",
        required=False,
        error_messages={"invalid_choice": GONE},
    )

    def __init__(self, *args: Any, bank: QuerySet[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["by"].queryset = bank  # type: ignore[attr-defined]  # a choice field

    @property
    def by_chance(self) -> bool:
        """Tell whether the other button was pressed."""
        return "random" in self.data

    def clean(self) -> None:
        """Ask for one or the other."""
        if not (self.by_chance or self.errors or self.cleaned_data.get("by")):
            self.add_error("by", "请选择一道试题，或点击“随机更换”。")


class AddForm(ConfirmForm):
    """Which questions come in."""

    questions = forms.ModelMultipleChoiceField(
        queryset=Question.objects.none(),
        label="试题",
        error_messages={
            "required": "请勾选要添加的试题。",
            "invalid_choice": GONE,
            "invalid_pk_value": GONE,
        },
    )

    def __init__(self, *args: Any, bank: QuerySet[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["questions"].queryset = bank  # type: ignore[attr-defined]  # a choice field
