"""People of an office are given logins, reached, shut out, and let in again."""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from accounts.forms import ConfirmForm
from accounts.logins import IssuedLogin
from accounts.models import User
from accounts.rights import Perm
from accounts.views.base import PortalFormView, ScopedFormView
from accounts.views.issuing import RENEWAL_WARNING, IssuingFormView
from stations.forms.office import ColleagueForm
from stations.forms.staff import ContactForm
from stations.offices import colleagues_of, refuse_others
from stations.services.office_logins import (
    add_colleague,
    change_reach,
    end_colleague_login,
    renew_colleague_password,
    reopen_colleague_login,
)


class _ListBehind(PortalFormView):
    """A form that goes back to the list."""

    abstract = True
    permission = Perm.OFFICE_LOGINS
    template_name = "stations/office/form.html"

    def back(self) -> str:
        """Return the list's address."""
        return reverse("office:logins")


class LoginNew(_ListBehind, IssuingFormView):
    """Give a colleague a login of their own."""

    permission = Perm.OFFICE_LOGINS
    form_class = ColleagueForm
    heading = "添加人员账号"
    submit_label = "添加并显示首次密码"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let the main login alone add people."""
        refuse_others(self.actor)
        return super().dispatch(request, *args, **kwargs)

    def issue(self, form: ColleagueForm) -> IssuedLogin:
        """Add the colleague."""
        return add_colleague(person=form.person(), actor=self.actor)


class _ColleagueForm(_ListBehind, ScopedFormView):
    """A form on one colleague, for the office's main login."""

    abstract = True
    model = User
    form_class: type[forms.Form] = ConfirmForm
    template_name = "stations/office/confirm.html"
    context_object_name = "colleague"
    warning: ClassVar[str] = ""
    danger: ClassVar[bool] = False

    def get_queryset(self) -> QuerySet[Any]:
        """Return the people of the own office."""
        return colleagues_of(self.actor)

    def get_object(self, queryset: QuerySet[Any] | None = None) -> User:
        """Return the person to the main login."""
        found: User = super().get_object(queryset)
        refuse_others(self.actor)
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the act does."""
        return super().get_context_data(**{"warning": self.warning, "danger": self.danger, **kwargs})


class LoginEdit(_ColleagueForm):
    """Change how a colleague is reached."""

    form_class = ContactForm
    template_name = "stations/office/form.html"
    heading = "修改联系方式"
    done = "联系方式已保存。"

    def get_initial(self) -> dict[str, Any]:
        """Show what is known."""
        return {"phone": self.object.phone, "email": self.object.email}

    def act(self, form: ContactForm) -> str:
        """Store it."""
        change_reach(login=self.object, actor=self.actor, **form.cleaned_data)
        return self.back()


class LoginPassword(_ColleagueForm, IssuingFormView):
    """Issue a new first password to a colleague who forgot theirs."""

    heading = "重新发放首次密码"
    submit_label = "发放并显示首次密码"
    warning = RENEWAL_WARNING

    def issue(self, form: ConfirmForm) -> IssuedLogin:
        """Issue the password."""
        return renew_colleague_password(login=self.object, actor=self.actor)


class LoginReopen(_ColleagueForm, IssuingFormView):
    """Open a shut login again."""

    heading = "重新开通账号"
    submit_label = "开通并显示首次密码"
    warning = "登录名不变，原密码不再有效。首次密码只显示一次，请交给本人；首次登录须改成自己的密码。"

    def issue(self, form: ConfirmForm) -> IssuedLogin:
        """Open it."""
        return reopen_colleague_login(login=self.object, actor=self.actor)


class LoginEnd(_ColleagueForm):
    """Shut a colleague's login."""

    heading = "停用登录账号"
    submit_label = "确认停用"
    danger = True
    done = "登录账号已停用。"
    warning = (
        "停用后立即不能登录，已登录的立即退出。本人办理过的记录仍显示其姓名；以后可以重新开通，登录名不变。"
    )

    def act(self, form: ConfirmForm) -> str:
        """Shut it."""
        end_colleague_login(login=self.object, actor=self.actor)
        return self.back()
