"""The page that replaces a first password, or sets the password of a first access."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import cached_property

from accounts.first_access import first_access_of
from accounts.forms import FirstAccessForm, FirstPasswordForm
from accounts.mail_codes import choose_first_password, code_valid_until, reserved_mailbox, send_mail_code
from accounts.mailboxes import masked_address
from accounts.middleware import arrived_at
from accounts.models import FirstAccess
from accounts.views.own import PasswordView
from ostami.problems import BlockedError

if TYPE_CHECKING:
    from accounts.forms import NewPasswordForm


class FirstPassword(PasswordView):
    """Choose the first password of one's own; until then nothing else opens.

    Whoever came in by a station's code may do so inside the window alone, and with a code from the reserved
    mailbox where there is one.
    """

    template_name = "accounts/first_password.html"
    heading = "首次登录，请设置新密码"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send away whoever has a password of their own, and whose window is over."""
        if not self.actor.must_change_password:
            return redirect("accounts:own_password")
        if self.access and not self.access.is_open(self.at):
            return self.over(self.access)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send a code where that button was pressed; otherwise store the password."""
        return self.send_code() if "send_code" in request.POST else super().post(request, *args, **kwargs)

    @cached_property
    def access(self) -> FirstAccess | None:
        """The window that the session lives by; None where a first password was issued."""
        return first_access_of(self.actor)

    @property
    def at(self) -> datetime:
        """The instant that deadlines are judged by."""
        return arrived_at(self.request)

    @property
    def mailbox(self) -> str:
        """The mailbox that the code goes to; empty where none is asked for."""
        return reserved_mailbox(self.access) if self.access else ""

    def over(self, access: FirstAccess) -> HttpResponse:
        """End the session and say when the window closed."""
        logout(self.request)
        return render(self.request, "accounts/first_access_over.html", {"access": access}, status=403)

    def send_code(self) -> HttpResponse:
        """Mail a code and show the page again."""
        try:
            send_mail_code(user=self.actor, at=self.at)
        except BlockedError as blocked:
            form = self.get_form_class()(user=self.actor)
            context = self.get_context_data(form=form, refused=blocked.problems)
            return self.render_to_response(context, status=422)
        messages.success(self.request, f"验证码已发往 {masked_address(self.mailbox)}，请查收。")
        return redirect("accounts:first_password")

    def get_form_class(self) -> type[FirstPasswordForm]:
        """Ask for the code where there is a mailbox."""
        return FirstAccessForm if self.mailbox else FirstPasswordForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the window, the masked mailbox, and until when the code holds."""
        own: dict[str, Any] = {"access": self.access}
        if self.access and self.mailbox:
            until = code_valid_until(self.access)
            own["mailbox"] = masked_address(self.mailbox)
            own["code_until"] = until if until and self.at < until else None
        return super().get_context_data(**{**own, **kwargs})

    def store(self, form: "NewPasswordForm") -> None:
        """Store the password by the rule of the way that led here: an issued password, or the code."""
        if self.actor.has_usable_password():
            form.save()
            return
        code, password = form.cleaned_data.get("code", ""), form.cleaned_data["new_password1"]
        choose_first_password(user=self.actor, password=password, code=code, at=self.at)
