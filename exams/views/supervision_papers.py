"""Papers of supervision: the report, and the letter that announces it."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import ScopedObjectView
from batches.models import Batch
from documents.docx import render_docx
from documents.handing_out import pdf_response
from documents.pdf import render_pdf
from exams.models import LIVE, SupervisionAssignment, SupervisionReport
from exams.supervising import letters
from exams.supervising.photos import photos_shown, rectification_shown
from exams.supervising.selectors import JOINED
from exams.supervising.sheets import TITLE, report_sheet
from ostami import clock
from ostami.downloads import DOCX, file_response


class _ReportFile(ScopedObjectView):
    abstract = True
    permission = Perm.SUPERVISION_REPORT_VIEW
    model = SupervisionReport

    def get_queryset(self) -> QuerySet[Any]:
        """Join all that the report prints."""
        return super().get_queryset().select_related(*JOINED)

    def sheet(self, report: SupervisionReport) -> Any:
        """Return the report as a sheet, with what the person may see."""
        return report_sheet(
            report,
            photos=list(photos_shown(report, self.actor)),
            with_rectification=rectification_shown(report, self.actor),
        )

    def name(self, report: SupervisionReport, ending: str) -> str:
        """Return the file's name."""
        return f"{TITLE}-{report.assignment.batch.number}.{ending}"


class ReportPdf(_ReportFile):
    """The report as PDF, to print and sign."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand the file out."""
        report: SupervisionReport = self.get_object()
        return pdf_response(render_pdf(self.sheet(report)), self.name(report, "pdf"))


class ReportDocx(_ReportFile):
    """The report as DOCX."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand the file out."""
        report: SupervisionReport = self.get_object()
        return file_response(render_docx(self.sheet(report)), self.name(report, "docx"), DOCX)


class BatchLetter(ScopedObjectView):
    """The letter that tells a station of a supervision; who comes, it says from the exam day on."""

    permission = Perm.SUPERVISION_REPORT_VIEW
    model = Batch

    def get_queryset(self) -> QuerySet[Any]:
        """Join the station."""
        return super().get_queryset().select_related("station__organisation")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand the file out, if anybody is sent."""
        batch: Batch = self.get_object()
        sent = letters.sent_to(batch)
        if not sent:
            raise Http404
        today = clock.day_of(arrived_at(request))
        sheet = letters.letter_sheet(batch, sent, named=letters.names_open(batch, on=today))
        return pdf_response(render_pdf(sheet), f"{letters.TITLE}-{batch.number}.pdf")


class AssignmentLetter(ScopedObjectView):
    """The letter that a supervisor carries: it names this one."""

    permission = Perm.SUPERVISION_REPORT_VIEW
    model = SupervisionAssignment

    def get_queryset(self) -> QuerySet[Any]:
        """Return those that were not recalled."""
        joined = ("batch__station__organisation", "supervisor__organisation")
        return super().get_queryset().filter(status__in=LIVE).select_related(*joined)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand the file out."""
        one: SupervisionAssignment = self.get_object()
        sheet = letters.letter_sheet(one.batch, [one], named=True)
        return pdf_response(render_pdf(sheet), f"{letters.TITLE}-{one.batch.number}.pdf")
