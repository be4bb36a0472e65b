"""Login, logout, and the own password."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash, views
from django.http import HttpResponse
from django.urls import reverse_lazy

from accounts.forms import FindPasswordForm, LoginForm, NewPasswordForm, OwnPasswordForm
from accounts.rights import Perm
from accounts.views.base import PortalFormView, PublicMixin

if TYPE_CHECKING:
    from django.contrib.auth.forms import SetPasswordForm

    from accounts.models import User

# The session's key for the user name that a registration has just made: the login page shows it once.
LOGIN_NAME = "login_name"


class Login(PublicMixin, views.LoginView):
    """The login page."""

    template_name = "accounts/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_initial(self) -> dict[str, Any]:
        """Show the user name that was just chosen at a registration."""
        return {**super().get_initial(), "username": self.request.session.pop(LOGIN_NAME, "")}


class Logout(PublicMixin, views.LogoutView):
    """End the session."""


class PasswordView(PortalFormView):
    """Store a new password of one's own and stay logged in."""

    abstract = True
    permission = Perm.ACCOUNT_OWN
    submit_label = "保存新密码"
    done = "密码已修改。"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the person to the form."""
        kwargs = super().get_form_kwargs()
        kwargs["user"] = kwargs.pop("actor")
        return kwargs

    def act(self, form: NewPasswordForm) -> str:
        """Store the password; the session that chose it goes on."""
        self.store(form)
        update_session_auth_hash(self.request, self.actor)
        return str(reverse_lazy("portal:home"))

    def store(self, form: NewPasswordForm) -> None:
        """Store the password."""
        form.save()


class OwnPassword(PasswordView):
    """Change the own password."""

    form_class = OwnPasswordForm
    heading = "修改密码"


class FindPassword(PublicMixin, views.PasswordResetView):
    """Ask for a reset link."""

    form_class = FindPasswordForm
    template_name = "accounts/find_password.html"
    success_url = reverse_lazy("accounts:find_password_sent")


class FindPasswordSent(PublicMixin, views.PasswordResetDoneView):
    """Say that the link was sent if there is such an account."""

    template_name = "accounts/find_password_sent.html"


class ResetPassword(PublicMixin, views.PasswordResetConfirmView):
    """Set a new password by a reset link."""

    form_class = NewPasswordForm
    template_name = "accounts/reset_password.html"
    success_url = reverse_lazy("accounts:login")

    def form_valid(self, form: "SetPasswordForm[User]") -> HttpResponse:
        """Store the password and say so."""
        messages.success(self.request, "新密码已保存，请用新密码登录。")
        return super().form_valid(form)
