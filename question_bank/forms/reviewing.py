"""The form of a page that moves many questions."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.forms import ConfirmForm
from question_bank.models import Question


class ManyQuestionsForm(ConfirmForm):
    """Which of the questions shown are meant; one that was handled meanwhile may still be among them."""

    questions = forms.ModelMultipleChoiceField(
        queryset=Question.objects.none(),
        label="试题",
        error_messages={
            "required": "请勾选试题。",
            "invalid_choice": "所选试题中有已被删除或不由您办理的，请重新勾选。",
            "invalid_pk_value": "所选试题不正确，请重新勾选。",
        },
    )

    def __init__(self, *args: Any, questions: QuerySet[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["questions"].queryset = questions  # type: ignore[attr-defined]  # a choice field
