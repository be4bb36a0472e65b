"""What staff type into the table of materials."""

from django import forms

from accounts.form_fields import one_line
from accounts.forms import ConfirmForm
from candidates.models import Need


class MaterialForm(ConfirmForm):
    """Whether a picture is asked for, and what stands beside it."""

    need = forms.TypedChoiceField(
        label="要求",
        choices=Need.choices,
        coerce=Need,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择要求。", "invalid_choice": "请从列表中选择要求。"},
    )
    note = one_line(
        "补充说明（选填）", longest=200, required=False, help_text="考生报名时看到，如“须加盖教务处章”。"
    )
