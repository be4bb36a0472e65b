"""Letting a station in for the first time."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import cached_property

from accounts.forms import ConfirmForm
from accounts.middleware import arrived_at
from accounts.models import FirstAccess
from accounts.rights import Perm
from accounts.views.base import ScopedFormView, add_problems
from ostami.problems import BlockedError
from stations.access import (
    close_station_access,
    issue_station_password,
    main_login,
    open_station_access,
    station_access,
)
from stations.models import Station

PASSWORD_WAY = "password"  # noqa: S105  the name of a way
WAYS = (
    ("open", "开放首次登录窗口"),
    ("close", "提前关闭首次登录窗口"),
    (PASSWORD_WAY, "发放随机密码"),
)


class WayForm(ConfirmForm):
    """Which button was pressed."""

    way = forms.ChoiceField(
        label="方式",
        choices=WAYS,
        widget=forms.HiddenInput,
        error_messages={
            "required": "还没有选择方式。请点击页面上的一个按钮。",
            "invalid_choice": "没有这种方式。请点击页面上的一个按钮。",
        },
    )


class FirstPasswordPage(ScopedFormView):
    """Open or close the window for first access, or issue a first password.

    A password is shown once: in the answer itself, which no cache keeps.
    """

    permission = Perm.STATION_LOGIN
    model = Station
    slug_field = "organisation__code"
    slug_url_kwarg = "code"
    form_class = WayForm
    template_name = "stations/first_password.html"
    heading = "首次登录"

    @cached_property
    def access(self) -> FirstAccess | None:
        """The window, if it is open at the instant of the request."""
        found = station_access(self.object)
        return found if found and found.is_open(arrived_at(self.request)) else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the state of the login, and the window."""
        own = {"access": self.access, "login": main_login(self.object), "hours": settings.FIRST_ACCESS_HOURS}
        return super().get_context_data(**{**own, **kwargs})

    def form_valid(self, form: WayForm) -> HttpResponse:
        """Do what the button says; what is refused is shown on the page."""
        try:
            return self.answer(form.cleaned_data["way"])
        except BlockedError as blocked:
            add_problems(form, blocked.problems)
            return self.form_invalid(form)

    def answer(self, way: str) -> HttpResponse:
        """Go the way, and show a password or come back to the page."""
        if way == PASSWORD_WAY:
            password = issue_station_password(station=self.object, actor=self.actor)
            issued = {"station": self.object, "password": password}
            return render(self.request, "stations/first_password_issued.html", issued)
        act = open_station_access if way == "open" else close_station_access
        act(station=self.object, actor=self.actor, at=arrived_at(self.request))
        messages.success(self.request, "首次登录窗口已开放。" if way == "open" else "首次登录窗口已关闭。")
        return redirect("stations:first_password", code=self.object.code)
