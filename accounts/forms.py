"""Forms of the own account, and the empty one that every app confirms with."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordResetForm, SetPasswordForm
from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.names import login_key
from accounts.recovery import send_reset_link
from accounts.services import set_own_password

if TYPE_CHECKING:
    SetPasswordBase = SetPasswordForm[User]
else:
    SetPasswordBase = SetPasswordForm


class ConfirmForm(forms.Form):
    """Nothing to fill in: the button is the answer. Forms with fields that an actor fills in build on it."""

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor


class LoginForm(AuthenticationForm):
    """Login by name and password."""

    error_messages = {
        "invalid_login": "用户名或密码不正确。请核对后重试；忘记密码可点击下方“找回密码”。",
        "inactive": "该账号已停用。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "用户名"
        self.fields["username"].help_text = (
            "考生填写注册或开通账号时自己设的用户名；考试站填写机构全称，站内人员填写“姓名@机构编码”，"
            "考评员、督导员填写开通账号时显示的用户名；"
            "空格和全角字符不影响登录。"
        )
        self.fields["username"].error_messages["required"] = "请填写用户名。"
        self.fields["password"].label = "密码"
        self.fields["password"].error_messages["required"] = "请填写密码。"


class FindPasswordForm(PasswordResetForm):
    """Ask for a reset link by login name or mail address; the answer tells nobody who has an account."""

    email = forms.CharField(
        label="用户名或预留邮箱",
        max_length=254,
        error_messages={"required": "请填写用户名或预留邮箱。"},
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )

    def get_users(self, email: str) -> QuerySet[User]:
        """Return the active accounts whose login name or mail address this is."""
        return (
            User.objects.get_queryset()
            .filter(Q(login_key=login_key(email)) | Q(email__iexact=email.strip()), is_active=True)
            .exclude(email="")
        )

    def save(self, *_: Any, **options: Any) -> None:
        """Have the link mailed by the worker; `options` hold the request, as Django hands it over."""
        root = options["request"].build_absolute_uri("/").rstrip("/")
        for user in self.get_users(self.cleaned_data["email"]):
            send_reset_link.enqueue(user.pk, root)


class NewPasswordForm(SetPasswordBase):
    """Choose a new password, typed twice."""

    error_messages = {"password_mismatch": "两次输入的密码不一致，请重新输入。"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = "新密码"
        self.fields[
            "new_password1"
        ].help_text = "至少 10 位，不要全是数字，不要用常见密码、自己的姓名或机构编码。"
        self.fields["new_password2"].label = "再次输入新密码"
        self.fields["new_password2"].help_text = ""
        self.fields["new_password1"].error_messages["required"] = "请填写新密码。"
        self.fields["new_password2"].error_messages["required"] = "请再次输入新密码。"

    def save(self, commit: bool = True) -> User:  # noqa: FBT001, FBT002  Django's signature
        """Store the password as the person's own choice, whichever page it was typed on."""
        set_own_password(user=self.user, password=self.cleaned_data["new_password1"])
        return self.user

    def validate_password_for_user(self, user: User, *_: str) -> None:
        """Name what is wrong with the password at its own field, not at its repetition."""
        super().validate_password_for_user(user, "new_password1")


class OwnPasswordForm(NewPasswordForm):
    """Change the own password, the old one asked for first."""

    old_password = forms.CharField(
        label="当前密码",
        strip=False,
        error_messages={"required": "请填写当前密码。"},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("old_password", "new_password1", "new_password2")

    def clean_old_password(self) -> str:
        """Check the old password."""
        old: str = self.cleaned_data["old_password"]
        if not self.user.check_password(old):
            raise forms.ValidationError("当前密码不正确，请重新输入。")
        return old


class FirstPasswordForm(NewPasswordForm):
    """Replace the first password: the new one must be another."""

    def clean(self) -> dict[str, Any]:
        """Check the pair, and that it isn't the first password again."""
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        if self.user.check_password(facts.get("new_password1", "")):
            self.add_error("new_password1", "新密码不能与首次登录密码相同，请另设一个。")
        return facts


class FirstAccessForm(FirstPasswordForm):
    """Set the password of a first access, with the code from the reserved mailbox."""

    code = forms.CharField(
        label="邮箱验证码",
        max_length=20,
        help_text="邮件中的 6 位数字。",
        error_messages={
            "required": "请填写邮件中的验证码；还没有收到的，请先点击“发送验证码”。",
            "max_length": "验证码为 6 位数字，请核对后重新填写。",
        },
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    field_order = ("code", "new_password1", "new_password2")
