"""Forms of the self-test: what to practise, how much, and the answer to one question."""

from typing import Any

from django import forms

from accounts.form_fields import search_word
from accounts.models import User
from question_bank.content import LETTERS, RIGHT, WRONG, Content
from question_bank.content_rules import OPTION_LENGTH, blanks_of
from question_bank.kinds import QuestionKind
from question_bank.services.self_tests import NUMBERS

NOT_THERE = {"invalid_choice": "没有这个选项，请重新选择。"}
_HINTS = {
    QuestionKind.SINGLE: "请选择一个答案",
    QuestionKind.MULTIPLE: "请选择所有正确的答案",
    QuestionKind.TRUE_FALSE: "请判断对错",
}


class SubjectSearch(forms.Form):
    """A word of a trade."""

    q = search_word("工种名称、编码或拼音首字母", "如 数控车工、skcg")


class StartForm(forms.Form):
    """How many questions."""

    number = forms.TypedChoiceField(
        label="题数",
        choices=[(number, f"{number} 题") for number in NUMBERS],
        coerce=int,
        initial=NUMBERS[1],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择题数。", "invalid_choice": "请从列出的题数中选择。"},
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor


class AnswerForm(forms.Form):
    """The answer to one question; it may stay open."""

    def __init__(
        self, *args: Any, actor: User, kind: QuestionKind, content: Content, given: list[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        if kind == QuestionKind.FILL_IN:
            self.fields.update(_blanks(content, given))
        else:
            self.fields["given"] = _choice(kind, content, given)

    def given(self) -> list[str]:
        """Return the answer as it is stored: nothing where nothing was chosen or typed."""
        told = self.cleaned_data
        if self.kind == QuestionKind.FILL_IN:
            return [told.get(name, "") for name in self.fields]
        chosen = told.get("given") or []
        return [chosen] if isinstance(chosen, str) else list(chosen)


def _choice(kind: QuestionKind, content: Content, given: list[str]) -> forms.Field:
    lettered = [(letter, f"{letter}．{text}") for letter, text in zip(LETTERS, content.options, strict=False)]
    facts: dict[str, Any] = {"label": _HINTS[kind], "required": False, "error_messages": NOT_THERE}
    if kind == QuestionKind.MULTIPLE:
        boxes = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(choices=lettered, widget=boxes, initial=given, **facts)
    choices = lettered if kind == QuestionKind.SINGLE else [(RIGHT, RIGHT), (WRONG, WRONG)]
    return forms.ChoiceField(
        choices=choices, widget=forms.RadioSelect, initial=given[0] if given else None, **facts
    )


def _blanks(content: Content, given: list[str]) -> dict[str, forms.Field]:
    typed = [*given, *[""] * blanks_of(content.stem)]
    return {
        f"blank_{place}": forms.CharField(
            label=f"第 {place} 空",
            required=False,
            max_length=OPTION_LENGTH,
            initial=typed[place - 1],
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
            error_messages={"max_length": f"最多 {OPTION_LENGTH} 个字，请缩短。"},
        )
        for place in range(1, blanks_of(content.stem) + 1)
    }
