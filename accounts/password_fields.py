"""The password that a person chooses at a registration, typed twice."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.models import User


def password_field(label: str, help_text: str = "", *, required: str) -> forms.CharField:
    """Return a field for a new password; `required` is the sentence for an empty one."""
    return forms.CharField(
        label=label,
        strip=False,
        help_text=help_text,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": required},
    )


def check_passwords(form: forms.BaseForm, *, user: User) -> None:
    """Add what is wrong with the fields `password1` and `password2` to a form that was cleaned.

    Args:
        form: the form with both fields.
        user: who will log in with it, unsaved: a password must not be like the person's own facts.
    """
    first, second = form.cleaned_data.get("password1"), form.cleaned_data.get("password2")
    if first and second and first != second:
        form.add_error("password2", "两次输入的密码不一致，请重新输入。")
    if not first:
        return
    try:
        validate_password(first, user)
    except ValidationError as wrong:
        form.add_error("password1", wrong)
