"""Registration of a candidate."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from accounts.middleware import arrived_at
from accounts.views.base import PublicMixin, add_problems
from candidates.forms import RegistrationForm
from candidates.services import register_candidate
from ostami.clock import SHANGHAI
from ostami.problems import BlockedError


@method_decorator(sensitive_post_parameters(), name="dispatch")
class Register(PublicMixin, FormView[RegistrationForm]):
    """Make an account of one's own."""

    form_class = RegistrationForm
    template_name = "candidates/register.html"
    extra_context = {"heading": "考生注册", "submit_label": "同意并注册"}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Lead whoever is logged in to the own page."""
        if request.user.is_authenticated:
            return redirect("portal:home")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: RegistrationForm) -> HttpResponse:
        """Register the person and log in."""
        today = arrived_at(self.request).astimezone(SHANGHAI).date()
        try:
            candidate = register_candidate(
                person=form.person, password=form.cleaned_data["password1"], today=today
            )
        except BlockedError as blocked:
            add_problems(form, blocked.problems)
            return self.form_invalid(form)
        login(self.request, candidate.user)
        messages.success(
            self.request, f"注册成功。请记住用户名“{candidate.user.username}”和密码，下次登录时使用。"
        )
        return redirect("candidates:mine")

    def form_invalid(self, form: RegistrationForm) -> HttpResponse:
        """Show the form again as 422, everything but the passwords kept."""
        return self.render_to_response(self.get_context_data(form=form), status=422)
