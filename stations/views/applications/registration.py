"""Registration of a school: facts, a mail, and the confirmation of its address."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, TemplateView, View

from accounts.mailboxes import masked_address
from accounts.middleware import arrived_at
from accounts.views.base import PublicMixin, add_problems
from ostami.problems import BlockedError
from stations.forms.registration import ApplicantForm, ConfirmationForm
from stations.services.registration import (
    LINK_HOURS,
    WrongPasswordError,
    confirm_registration,
    register_applicant,
    waiting_registration,
)


@method_decorator(sensitive_post_parameters(), name="dispatch")
class Register(PublicMixin, FormView[ApplicantForm]):
    """Register a school."""

    form_class = ApplicantForm
    template_name = "stations/applications/register.html"
    extra_context = {"heading": "申报单位注册", "submit_label": "发送确认邮件"}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Lead whoever is logged in to the own page."""
        if request.user.is_authenticated:
            return redirect("portal:home")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: ApplicantForm) -> HttpResponse:
        """Keep the registration, and send the mail that confirms it."""
        try:
            made = register_applicant(
                applicant=form.applicant,
                password=form.cleaned_data["password1"],
                at=arrived_at(self.request),
                link=self.link,
            )
        except BlockedError as blocked:
            add_problems(form, blocked.problems)
            return self.form_invalid(form)
        messages.success(self.request, f"确认邮件已发往 {masked_address(made.email)}。")
        return redirect("station_applications:registered")

    def link(self, token: str) -> str:
        """Return the address that a mailed token opens."""
        path = reverse("station_applications:confirm", kwargs={"token": token})
        return self.request.build_absolute_uri(path)

    def form_invalid(self, form: ApplicantForm) -> HttpResponse:
        """Show the form again as 422, everything but the passwords kept."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


class Registered(PublicMixin, TemplateView):
    """What to do with the mail, and what if none comes."""

    template_name = "stations/applications/registered.html"
    extra_context = {"hours": LINK_HOURS}


@method_decorator(sensitive_post_parameters(), name="dispatch")
@method_decorator(never_cache, name="dispatch")
class Confirm(PublicMixin, View):
    """Open the account by the mailed link.

    Opening the link shows the facts and asks for the password: programs that look into mails open every link
    in them.
    """

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show what is confirmed."""
        return self.page(token, ConfirmationForm())

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Open the account and lead to the login; ask again where the password is wrong."""
        form = ConfirmationForm(request.POST)
        if not form.is_valid():
            return self.page(token, form)
        try:
            user = confirm_registration(token=token, password=form.cleaned_data["password"])
        except WrongPasswordError as wrong:
            add_problems(form, wrong.problems)
            return self.page(token, form)
        except BlockedError as blocked:
            return self.refused(blocked)
        messages.success(
            request, f"邮箱已确认，账号已开通。请用单位全称“{user.username}”和注册时的密码登录。"
        )
        return redirect("accounts:login")

    def page(self, token: str, form: ConfirmationForm) -> HttpResponse:
        """Show what the link confirms, or why it does nothing; 422 with what is wrong in the form."""
        try:
            registration = waiting_registration(token)
        except BlockedError as blocked:
            return self.refused(blocked)
        context = {"registration": registration, "form": form}
        status = 422 if form.errors else 200
        return render(self.request, "stations/applications/confirm.html", context, status=status)

    def refused(self, blocked: BlockedError) -> HttpResponse:
        """Say why the link does nothing."""
        context = {"problems": blocked.problems}
        return render(self.request, "stations/applications/confirm_refused.html", context, status=410)
