"""The page of a mailed invitation, on which its person chooses the password."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from accounts.invitations import accept_invitation, invited_login
from accounts.models import User
from accounts.password_fields import check_passwords, password_field
from accounts.views.base import PublicMixin
from ostami.problems import BlockedError

PASSWORD_HELP = "至少 10 位，不要全是数字，不要用常见密码、自己的姓名或电话。"  # noqa: S105  a hint


class InvitationForm(forms.Form):
    """The password, twice."""

    password1 = password_field("密码", PASSWORD_HELP, required="请填写密码。")
    password2 = password_field("再次输入密码", required="请再次输入密码。")

    def __init__(self, *args: Any, login: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.login = login

    def clean(self) -> dict[str, Any]:
        """Check both passwords against the person's facts."""
        check_passwords(self, user=self.login)
        return self.cleaned_data


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class Invitation(PublicMixin, FormView[InvitationForm]):
    """Open the own login by the mailed link.

    Opening the link shows whose it is and asks for a password: programs that look into mails open every link.
    """

    form_class = InvitationForm
    template_name = "accounts/invitation.html"
    extra_context = {"heading": "开通账号", "submit_label": "设置密码并开通"}
    invited: User

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Say why a link does nothing."""
        try:
            self.invited = invited_login(kwargs["token"])
        except BlockedError as blocked:
            return self.refused(blocked)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the login to the form."""
        return {**super().get_form_kwargs(), "login": self.invited}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whose login it is."""
        return super().get_context_data(invited=self.invited, **kwargs)

    def form_valid(self, form: InvitationForm) -> HttpResponse:
        """Open the login and lead to the login page."""
        try:
            login = accept_invitation(token=self.kwargs["token"], password=form.cleaned_data["password1"])
        except BlockedError as blocked:
            return self.refused(blocked)
        messages.success(self.request, f"账号已开通。请用用户名“{login.username}”和刚设置的密码登录。")
        return redirect("accounts:login")

    def form_invalid(self, form: InvitationForm) -> HttpResponse:
        """Show the form again as 422."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def refused(self, blocked: BlockedError) -> HttpResponse:
        """Say why the link does nothing."""
        context = {"problems": blocked.problems}
        return render(self.request, "accounts/invitation_refused.html", context, status=410)
