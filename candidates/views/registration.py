"""Registration of a candidate: whoever registers gets the same answer, whether the number is taken or not."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, TemplateView

from accounts.middleware import arrived_at
from accounts.views.base import PublicMixin, add_problems
from accounts.views.own import LOGIN_NAME
from candidates.forms import RegistrationForm
from candidates.person.mail import tell_holder
from candidates.person.privacy import TEXT
from candidates.services.registration import NumberTakenError, register_candidate
from ostami.clock import day_of
from ostami.problems import BlockedError


def portal_root(request: HttpRequest) -> str:
    """Return the portal's address as mails name it, without the slash at its end."""
    return request.build_absolute_uri("/").rstrip("/")


@method_decorator(sensitive_post_parameters(), name="dispatch")
class Register(PublicMixin, FormView[RegistrationForm]):
    """Make an account of one's own."""

    form_class = RegistrationForm
    template_name = "candidates/register.html"
    extra_context = {"heading": "考生注册", "submit_label": "同意并注册", "privacy_text": TEXT}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Lead whoever is logged in to the own page."""
        if request.user.is_authenticated:
            return redirect("portal:home")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: RegistrationForm) -> HttpResponse:
        """Register the person; whoever has the number already is told by mail, and the page says nothing."""
        try:
            register_candidate(
                person=form.person,
                password=form.cleaned_data["password1"],
                today=day_of(arrived_at(self.request)),
            )
        except NumberTakenError as taken:
            tell_holder.enqueue(taken.holder.pk, portal_root(self.request))
        except BlockedError as blocked:
            add_problems(form, blocked.problems)
            return self.form_invalid(form)
        self.request.session[LOGIN_NAME] = form.person.username
        return redirect("candidates:registered")

    def form_invalid(self, form: RegistrationForm) -> HttpResponse:
        """Show the form again as 422, everything but the passwords kept."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


class Registered(PublicMixin, TemplateView):
    """What to do next, for those who are new and for those who had an account already."""

    template_name = "candidates/registered.html"
