"""Where an invitation to an own login goes."""

from typing import Any

from django import forms

from accounts.models import User
from stations.forms.fields import MailField


class InvitationForm(forms.Form):
    """The person's mailbox."""

    email = MailField(
        label="本人的邮箱",
        help_text="链接发到这个邮箱，由本人设置密码；以后找回密码也用它。请勿填写单位公用邮箱。",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
