"""What a practice portal has besides: a clock to set, and the mails that it sent."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import TemplateView, View

from accounts.views.base import PublicMixin
from ostami import clock
from ostami.practice_mail import last_mails

RESET = "reset"
NEXT_DAY = "1"
# Farther off, document numbers and deadlines leave the years that dates can hold.
REACH = timedelta(days=10 * 365)


class DayForm(forms.Form):
    """A day to set the practice clock to."""

    day = forms.DateField(
        error_messages={"required": "请选择日期。", "invalid": "请按 2026-09-01 的格式填写日期。"}
    )

    def clean_day(self) -> date:
        """Refuse a day more than ten years off the real one."""
        day: date = self.cleaned_data["day"]
        real = (clock.now() - clock.practice_offset()).date()
        if abs(day - real) > REACH:
            raise forms.ValidationError(f"演练日期须在 {real - REACH} 至 {real + REACH} 之间，请重新选择。")
        return day


class PracticeMixin(PublicMixin):
    """A page that only a practice portal has."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Hide the page outside practice."""
        if not settings.PRACTICE:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class Mailbox(PracticeMixin, TemplateView):
    """The last mails of the practice portal, whomever they went to."""

    template_name = "portal/mailbox.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the mails, newest first."""
        return super().get_context_data(mails=last_mails(), **kwargs)


class SetPracticeDay(PracticeMixin, View):
    """Set the portal's day, one day on, or back to the real one."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Set the day and return to where the person was."""
        step = request.POST.get("step", "")
        if step == RESET:
            clock.reset_practice_day()
            return redirect(_back(request))
        wanted = {"day": clock.today() + timedelta(days=1)} if step == NEXT_DAY else request.POST
        form = DayForm(wanted)
        if form.is_valid():
            clock.set_practice_day(form.cleaned_data["day"])
        else:
            messages.error(request, "".join(map(str, form.errors["day"])))
        return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if safe else "portal:front"
