"""Pages of certificates, their files, and the public lookup."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from accounts.rights import Perm
from accounts.views.base import PublicMixin, ScopedDetailView, ScopedListView, ScopedObjectView
from batches.models import Batch
from certificates.forms import LookupForm
from certificates.guessing import count_miss, guessing_problem
from certificates.lookup import NUMBER_MAX, look_up
from certificates.models import Certificate
from certificates.services import (
    certificates_missing,
    export_qualified_roster,
    print_batch_certificates,
    print_certificate,
)
from certificates.sheets import results_missing
from documents.handing_out import pdf_response
from exams.selectors import carried_notes
from ostami.problems import BlockedError


def lookup_address(request: HttpRequest) -> str:
    """Return the absolute address of the public lookup."""
    return request.build_absolute_uri(reverse("certificates:lookup"))


@method_decorator(never_cache, name="dispatch")
class Lookup(PublicMixin, FormView[LookupForm]):
    """Look a certificate up: no address holds what is asked and answered; a QR code fills the number in."""

    template_name = "certificates/lookup.html"
    form_class = LookupForm

    def get_initial(self) -> dict[str, Any]:
        """Fill in the number that a QR code brings."""
        return {"number": self.request.GET.get("number", "")[:NUMBER_MAX]}

    def form_valid(self, form: LookupForm) -> HttpResponse:
        """Show what was found, above the form, unless its facts were guessed at too often."""
        if problem := guessing_problem(form.query):
            form.add_error(None, str(problem))
            return self.render_to_response(
                self.get_context_data(form=form), status=HTTPStatus.TOO_MANY_REQUESTS
            )
        found = look_up(form.query)
        if not found:
            count_miss(form.query)
        return self.render_to_response(self.get_context_data(form=form, asked=True, found=found))

    def form_invalid(self, form: LookupForm) -> HttpResponse:
        """Say what is missing."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Keep the page out of every index."""
        response = super().render_to_response(context, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response


class CertificateList(ScopedListView):
    """The certificates in the person's scope, the newest first: a holder's own, a station's, all."""

    model = Certificate
    permission = Perm.CERTIFICATE_VIEW
    template_name = "certificates/list.html"

    def get_queryset(self) -> Any:
        """Put the newest first."""
        return super().get_queryset().order_by("-issued_on", "-pk")


class CertificatePage(ScopedDetailView):
    """One certificate as it was issued."""

    model = Certificate
    permission = Perm.CERTIFICATE_VIEW
    template_name = "certificates/page.html"

    def get_queryset(self) -> Any:
        """Join the batch that the page leads back to."""
        return super().get_queryset().select_related("enrolment__batch", "enrolment__candidate")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add which score was carried from an earlier exam."""
        certificate: Certificate = self.object
        return super().get_context_data(notes=carried_notes(certificate.enrolment), **kwargs)


class CertificatePdf(ScopedObjectView):
    """One certificate to print."""

    model = Certificate
    permission = Perm.CERTIFICATE_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand the file out."""
        certificate: Certificate = self.get_object()
        pdf = print_certificate(
            certificate=certificate, actor=self.actor, lookup_address=lookup_address(request)
        )
        return pdf_response(pdf, f"证书 {certificate.number}.pdf")


class BatchCertificates(ScopedDetailView):
    """The certificates of a batch in roster order, and the files that go with them."""

    model = Batch
    permission = Perm.CERTIFICATE_VIEW
    template_name = "certificates/batch.html"
    context_object_name = "batch"

    def get_queryset(self) -> Any:
        """Join what the page names."""
        return super().get_queryset().select_related("station__organisation")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the certificates, and what stands in the way of the files."""
        found = Certificate.objects.visible_to(self.actor).filter(enrolment__batch=self.object)
        context = {
            "certificates": list(found.in_roster_order()),
            "roster_allowed": self.actor.has_right(Perm.QUALIFIED_ROSTER),
            "roster_problems": list(results_missing(self.object)),
            "print_problems": list(certificates_missing(self.object)),
        }
        return super().get_context_data(**{**context, **kwargs})


class _BatchJob(BatchCertificates):
    """Start a job on a batch and show it; what stands in the way is shown at the batch's certificates."""

    abstract = True
    http_method_names = ["post", "options"]

    def start(self) -> int:
        """Start the job and return its id."""
        raise NotImplementedError

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Start the job."""
        self.object = self.get_object()
        try:
            job = self.start()
        except BlockedError as blocked:
            context = self.get_context_data(object=self.object, problems=blocked.problems)
            return self.render_to_response(context, status=422)
        return redirect("jobs:page", pk=job)


class QualifiedRosterXlsx(_BatchJob):
    """The qualified roster as a workbook."""

    permission = Perm.QUALIFIED_ROSTER

    def start(self) -> int:
        """Start the export."""
        return export_qualified_roster(batch=self.object, actor=self.actor).pk


class BatchCertificatesPdf(_BatchJob):
    """All certificates of a batch in one file."""

    permission = Perm.CERTIFICATE_VIEW

    def start(self) -> int:
        """Start the printing."""
        address = lookup_address(self.request)
        return print_batch_certificates(batch=self.object, actor=self.actor, lookup_address=address).pk
