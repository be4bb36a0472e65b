"""What is typed into the pages of transfers."""

from typing import Any

from django import forms

from accounts.form_fields import PersonNameField, filter_choice, one_line
from accounts.models import User
from examiners.models import TransferStatus


class TransferFilter(forms.Form):
    """What the list shows; kept in the address."""

    status = filter_choice("状态", TransferStatus.choices)


class TransferForm(forms.Form):
    """Whom a station asks for, and why."""

    certificate_number = one_line("考评员证号", longest=40, help_text="按考评员证填写。")
    person_name = PersonNameField(help_text="与考评员证一致；证号和姓名都相符才能申请。")
    reason = one_line(
        "调动原因",
        longest=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="原考试站和管理站可以看到。",
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
