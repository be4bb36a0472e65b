"""The page on which everybody chooses theme and size of print."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import FormView

from accounts.views.base import PublicMixin
from portal.display import COOKIE, COOKIE_AGE, Display, Size, Theme


class DisplayForm(forms.Form):
    """Theme and size."""

    theme = forms.ChoiceField(label="配色", choices=Theme.choices, widget=forms.RadioSelect)
    size = forms.ChoiceField(label="字号", choices=Size.choices, widget=forms.RadioSelect)


class DisplaySettings(PublicMixin, FormView[DisplayForm]):
    """Choose how pages look; no login is needed, the choice is this browser's."""

    form_class = DisplayForm
    template_name = "portal/display.html"

    def get_initial(self) -> dict[str, Any]:
        """Begin with what is chosen."""
        chosen = Display.of(self.request)
        return {"theme": chosen.theme, "size": chosen.size}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the page to return to."""
        return super().get_context_data(back=self._back(self.request.GET.get("back", "")), **kwargs)

    def form_valid(self, form: DisplayForm) -> HttpResponse:
        """Keep the choice, and go back to where the person came from."""
        answer = HttpResponse(status=302, headers={"Location": self._back(self.request.POST.get("back", ""))})
        answer.set_cookie(
            COOKIE,
            str(Display(**form.cleaned_data)),
            max_age=COOKIE_AGE,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return answer

    def _back(self, asked: str) -> str:
        """Return a page of the portal: the one asked for, or the front page."""
        ours = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
        return asked if ours else resolve_url("portal:front")
