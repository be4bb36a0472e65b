"""What is typed into the pages of evaluation reports."""

from typing import Any, cast

from django import forms

from accounts.forms import ConfirmForm
from accounts.models import User
from examiners.models import Examiner
from exams.evaluation.sections import LONGEST, SECTIONS, label_of
from exams.models import Stance

TOO_LONG = "请控制在 %(limit_value)d 字以内，现有 %(show_value)d 字。"


class ReportForm(forms.Form):
    """The sections of a report; each may stay empty until it is issued.

    A hidden field beside each holds what it said when the page was shown.
    """

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        for name, hint in SECTIONS.items():
            self.fields[name] = forms.CharField(
                label=label_of(name),
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 4}),
                help_text=hint,
                error_messages={"max_length": TOO_LONG},
            )
        for name in SECTIONS:
            self.fields[f"seen_{name}"] = forms.CharField(required=False, widget=forms.HiddenInput)

    def facts(self) -> dict[str, str]:
        """Return the texts by section."""
        return {name: _one_kind_of_line_end(self.cleaned_data[name]) for name in SECTIONS}

    def seen(self) -> dict[str, str]:
        """Return what the sections said when the page was shown; nothing where the page didn't say."""
        fields = {name: f"seen_{name}" for name in SECTIONS}
        return {
            name: _one_kind_of_line_end(self.cleaned_data[field])
            for name, field in fields.items()
            if field in self.data
        }


def _one_kind_of_line_end(text: str) -> str:
    """Return a text as it is stored: browsers send other line ends than they were given."""
    return text.replace("\r\n", "\n").strip()


class PositionForm(forms.Form):
    """Where an examiner stands on a report."""

    stance = forms.ChoiceField(
        label="您的意见",
        choices=[
            (Stance.CONFIRM, "确认：同意报告内容"),
            (Stance.SUPPLEMENT, "补充：同意，另有补充"),
            (Stance.OPPOSE, "反对：不同意，由考评组长答复"),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": "请选择确认、补充或反对（服务指南 4.6-2）。",
            "invalid_choice": "请选择确认、补充或反对（服务指南 4.6-2）。",
        },
    )
    text = forms.CharField(
        label="说明",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="补充或反对的，请写明内容和理由；说明会打印在评价报告上。",
        error_messages={"max_length": TOO_LONG},
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor


class AnswerForm(forms.Form):
    """The leader's answer to an opposition."""

    text = forms.CharField(
        label="答复",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="答复会打印在评价报告上，答复后不能再改。",
        error_messages={"max_length": TOO_LONG, "required": "请写明答复的内容（服务指南 4.6-2）。"},
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor


def _reason() -> forms.CharField:
    return forms.CharField(
        label="原因",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": TOO_LONG, "required": "请写明原因。"},
    )


class ExcuseForm(ConfirmForm):
    """Why an examiner is let off."""

    reason = _reason()


class WriterForm(ConfirmForm):
    """Who writes in the leader's place, and why."""

    examiner = forms.ChoiceField(
        label="代考评组长",
        widget=forms.RadioSelect,
        error_messages={
            "required": "请选择代考评组长。",
            "invalid_choice": "请选择考评组中已开通账号的考评员。",
        },
    )
    reason = _reason()

    def __init__(self, *args: Any, found: list[Examiner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = {str(one.pk): one for one in found}
        field = cast("forms.ChoiceField", self.fields["examiner"])
        field.choices = [(key, f"{one}（{one.certificate_number}）") for key, one in self.found.items()]

    def clean_examiner(self) -> Examiner:
        """Return the examiner chosen."""
        return self.found[self.cleaned_data["examiner"]]
