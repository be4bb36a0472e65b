"""Forms that issue a first password."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from accounts.logins import IssuedLogin
from accounts.views.base import PortalFormView, add_problems
from ostami.problems import BlockedError

RENEWAL_WARNING = (
    "原密码立即失效，已登录的须重新登录。登记了邮箱的，本人也可以在登录页用“找回密码”自行重设。"
    "首次密码只显示一次，请交给本人。"
)


class IssuingFormView(PortalFormView):
    """A form that issues a first password: it is shown once, in the answer itself, which no cache keeps.

    A subclass writes `issue`, and `back`: the address that the answer leads to.
    """

    abstract = True

    def form_valid(self, form: Any) -> HttpResponse:
        """Issue, and show the password; what is refused is shown at the form."""
        try:
            issued = self.issue(form)
        except BlockedError as blocked:
            add_problems(form, blocked.problems)
            return self.form_invalid(form)
        return render(self.request, "accounts/login_issued.html", {"issued": issued, "back": self.back()})

    def issue(self, form: Any) -> IssuedLogin:
        """Issue a first password."""
        raise NotImplementedError

    def back(self) -> str:
        """Return the address of the list of people."""
        raise NotImplementedError
