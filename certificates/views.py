"""Pages of certificates, their files."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.rights import Perm
from accounts.views.base import ScopedDetailView, ScopedObjectView
from certificates.batch_views import BatchDetailView
from certificates.models import Certificate
from certificates.services import (
    export_qualified_roster,
    nothing_to_print,
    print_batch_certificates,
    print_certificate,
    print_paper,
)
from certificates.sheets import results_missing
from certificates.signing.files import unsigned_glyphs
from certificates.signing.keys import signing_is_on
from documents.handing_out import pdf_response
from exams.selectors import carried_notes
from ostami.addresses import public_address
from ostami.problems import BlockedError


def lookup_address(request: HttpRequest) -> str:
    """Return the absolute address of the public lookup."""
    return public_address(request, reverse("certificates:lookup"))


class CertificatePage(ScopedDetailView):
    """One certificate as it was issued."""

    model = Certificate
    permission = Perm.CERTIFICATE_VIEW
    template_name = "certificates/page.html"

    def get_queryset(self) -> Any:
        """Join the batch that the page leads back to."""
        return super().get_queryset().select_related("enrolment__batch", "enrolment__candidate")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add which score was carried from an earlier exam, and whether the file bears a signature."""
        certificate: Certificate = self.object
        lacking = unsigned_glyphs(certificate)
        signs = certificate.stands and (bool(certificate.file) or signing_is_on())
        words = {
            "notes": carried_notes(certificate.enrolment),
            "lacking": lacking,
            "signed": signs and not lacking,
            "may_print": self.actor.has_right(Perm.CERTIFICATE_PRINT),
        }
        return super().get_context_data(**{**words, **kwargs})


class CertificatePdf(ScopedObjectView):
    """One certificate as a file, signed where the portal signs."""

    model = Certificate
    permission = Perm.CERTIFICATE_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand the file out; what keeps it from being signed is shown at the certificate."""
        certificate: Certificate = self.get_object()
        address = lookup_address(request)
        try:
            pdf = print_certificate(certificate=certificate, actor=self.actor, lookup_address=address)
        except BlockedError as blocked:
            for problem in blocked.problems:
                messages.error(request, str(problem))
            return redirect(certificate)
        return pdf_response(pdf, f"证书 {certificate.number}.pdf")


class CertificatePaper(ScopedObjectView):
    """One certificate to print on paper."""

    model = Certificate
    permission = Perm.CERTIFICATE_PRINT

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand the paper out."""
        certificate: Certificate = self.get_object()
        pdf = print_paper(certificate=certificate, actor=self.actor, lookup_address=lookup_address(request))
        return pdf_response(pdf, f"证书 {certificate.number} 纸质.pdf")


class BatchCertificates(BatchDetailView):
    """The certificates of a batch in roster order, and the files that go with them."""

    permission = Perm.CERTIFICATE_VIEW
    template_name = "certificates/batch.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the certificates, and what stands in the way of the files."""
        found = Certificate.objects.visible_to(self.actor).filter(enrolment__batch=self.object)
        context = {
            "certificates": list(found.in_roster_order()),
            "roster_allowed": self.actor.has_right(Perm.QUALIFIED_ROSTER),
            "roster_problems": list(results_missing(self.object)),
            "printable": self.actor.has_right(Perm.CERTIFICATE_PRINT)
            and not any(nothing_to_print(self.object)),
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

    permission = Perm.CERTIFICATE_PRINT

    def start(self) -> int:
        """Start the printing."""
        address = lookup_address(self.request)
        return print_batch_certificates(batch=self.object, actor=self.actor, lookup_address=address).pk
