"""The form of an import of questions: where they go, and the workbook."""

from typing import Any

from django import forms

from accounts.forms import ConfirmForm
from accounts.models import User
from documents.forms import TableUploadForm
from question_bank.forms.target_fields import TargetFields
from question_bank.importing.judging import Target
from question_bank.kinds import Pool
from question_bank.scope import scope_problems
from question_bank.services.importing import Wishes


class JudgedTarget(TargetFields):
    """Pool, trade and level of all questions of one file."""

    def clean(self) -> dict[str, Any]:
        """Refuse a level for which the bank takes no questions."""
        told = self.cleaned_data
        if "trade" in told and "level" in told:
            for problem in scope_problems(self.actor, trade=told["trade"], level=told["level"]):
                self.add_error(problem.field, str(problem))
        return told

    def target(self) -> Target:
        """Return where the questions go."""
        told = self.cleaned_data
        return Target(Pool(told["pool"]), told["trade"], told["level"])


class TargetForm(JudgedTarget, ConfirmForm):
    """Where the questions of a kept workbook go."""

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.offer_trades()


class QuestionUploadForm(JudgedTarget, TableUploadForm):
    """Where the questions go, and the workbook that holds them."""

    field_order = ("pool", "trade", "level", "file")

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.offer_trades()


def _tick(label: str) -> forms.BooleanField:
    box = forms.CheckboxInput(attrs={"class": "form-check-input"})
    return forms.BooleanField(label=label, required=False, widget=box)


class WishesForm(forms.Form):
    """What to do with questions that are there already, and with the rest."""

    skip_twins = _tick("跳过重复的题，只导入其余的题")
    submit = _tick("导入后直接提交复核（不勾选则存为草稿）")

    def wishes(self) -> Wishes:
        """Return what was ticked."""
        told = self.cleaned_data
        return Wishes(skip_twins=told["skip_twins"], submit=told["submit"])
