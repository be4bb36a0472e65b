"""Public pages: what a certificate's QR code leads to, and checking a file."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView

from accounts.views.base import PublicMixin
from certificates.models import Certificate
from certificates.signing.examining import MAX_BYTES, examine
from certificates.signing.forms import VerifyForm
from certificates.signing.senders import count_file
from certificates.signing.shown import shown
from documents.upload_limits import MEGABYTE
from documents.views.uploads import SizedUpload
from ostami import clock
from ostami.senders import sender_of


class NotIndexed(PublicMixin):
    """A public page that stays out of every index and cache."""

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Say so to machines."""
        response: HttpResponse = super().render_to_response(context, **kwargs)  # type: ignore[misc]  # a view's
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response


@method_decorator(never_cache, name="dispatch")
class TokenPage(NotIndexed, TemplateView):
    """Whether the certificate stands whose paper shows this code; nothing that the paper doesn't show."""

    template_name = "certificates/signing/token.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Find the certificate: one look, hit or miss; nobody guesses 128 random bits."""
        rows = Certificate.objects.select_related("replaced_by")
        certificate = get_object_or_404(rows, token=kwargs["token"])
        return super().get_context_data(shown=shown(certificate), **kwargs)


@method_decorator(never_cache, name="dispatch")
class Verify(NotIndexed, SizedUpload, FormView[VerifyForm]):
    """Have a file checked: whether it is a certificate as signed here, to the byte. Nothing is kept."""

    template_name = "certificates/signing/verify.html"
    form_class = VerifyForm
    request_megabytes = MAX_BYTES // MEGABYTE + 1
    too_much_remedy = "电子证书不会这么大，请选择从本平台下载的原文件。"

    def empty_form(self) -> VerifyForm:
        """Return the form with nothing in it."""
        return VerifyForm()

    def guarded_post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse whoever sends file after file."""
        if problem := count_file(sender_of(request), at=clock.now()):
            return self.refused(str(problem), status=HTTPStatus.TOO_MANY_REQUESTS)
        return super().guarded_post(request, *args, **kwargs)

    def form_valid(self, form: VerifyForm) -> HttpResponse:
        """Show what the file is, above an empty form."""
        finding = examine(form.cleaned_data["file"].read())
        found = shown(finding.certificate) if finding.certificate else None
        context = self.get_context_data(form=self.empty_form(), finding=finding, shown=found)
        return self.render_to_response(context)

    def form_invalid(self, form: VerifyForm) -> HttpResponse:
        """Say what is missing."""
        return self.render_to_response(self.get_context_data(form=form), status=422)
