"""Finding the own account again by document number and name."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, TemplateView

from accounts.identity import DocumentType
from accounts.views.base import PublicMixin
from candidates.forms.recovery import RecoveryForm
from candidates.services.recovery import recover_account
from candidates.views.registration import portal_root


@method_decorator(sensitive_post_parameters(), name="dispatch")
class Recover(PublicMixin, FormView[RecoveryForm]):
    """Ask for user name and reset link; the answer tells nobody who has an account."""

    form_class = RecoveryForm
    template_name = "candidates/recover.html"
    extra_context = {"heading": "找回账号", "submit_label": "找回账号"}

    def form_valid(self, form: RecoveryForm) -> HttpResponse:
        """Mail them to whoever is meant, and say the same to all."""
        facts = form.cleaned_data
        recover_account(
            kind=DocumentType(facts["document_type"]),
            number=facts["document_number"],
            name=facts["name"],
            root=portal_root(self.request),
        )
        return redirect("candidates:recover_sent")

    def form_invalid(self, form: RecoveryForm) -> HttpResponse:
        """Show the form again as 422."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


class RecoverSent(PublicMixin, TemplateView):
    """Say that the mail was sent if there is such an account, and where to turn to without a mailbox."""

    template_name = "candidates/recover_sent.html"
