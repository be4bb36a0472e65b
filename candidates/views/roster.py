"""The station's side of a batch: what waits for review, and the roster."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import ScopedListView, ScopedObjectView
from batches.models import Batch
from candidates.deadlines import enrolment_deadline
from candidates.looks import record_roster_download
from candidates.models import Enrolment, EnrolmentStatus
from candidates.selectors import ENROLMENT_FACTS, counts_by_status
from candidates.sheets import roster_sheet
from documents.handing_out import pdf_response
from documents.pdf import render_pdf
from documents.xlsx import render_xlsx
from ostami.downloads import XLSX, file_response
from workflow.lifecycle import available_transitions

# What waits for somebody comes first.
TABS = (
    (EnrolmentStatus.STAMPED, "待审核"),
    (EnrolmentStatus.SUBMITTED, "待上传盖章表"),
    (EnrolmentStatus.ACCEPTED, "花名册"),
    (EnrolmentStatus.RETURNED, "已退回"),
    (EnrolmentStatus.REJECTED, "未通过"),
)


class Roster(ScopedListView):
    """The enrolments of a batch by what waits: the queue first, then the roster."""

    model = Enrolment
    permission = Perm.ENROLMENT_VIEW
    template_name = "candidates/roster.html"
    context_object_name = "enrolments"

    @cached_property
    def batch(self) -> Batch:
        """The batch that the address names, in scope."""
        batches = Batch.objects.visible_to(self.actor).select_related("station__organisation")
        found: Batch = get_object_or_404(batches, pk=self.kwargs["pk"])
        return found

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many enrolments stand in each status."""
        return counts_by_status(Enrolment.objects.visible_to(self.actor).filter(batch=self.batch))

    @cached_property
    def shown(self) -> str:
        """The status asked for, or the queue, or the roster where nothing waits."""
        asked = self.request.GET.get("show", "")
        if asked in {status.value for status, _ in TABS}:
            return asked
        return next(
            (status.value for status, _ in TABS if self.counts[status]), EnrolmentStatus.ACCEPTED.value
        )

    def get_queryset(self) -> QuerySet[Any]:
        """Return the enrolments of the shown status in the order of their first submission."""
        rows = super().get_queryset().filter(batch=self.batch, status=self.shown)
        return rows.select_related(*ENROLMENT_FACTS).order_by("sequence")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the batch, the tabs with their counts, and whether the roster can be handed in."""
        at = arrived_at(self.request)
        moves = available_transitions(self.batch, self.actor, at=at)
        return super().get_context_data(
            batch=self.batch,
            deadline=enrolment_deadline(self.batch, at=at),
            tabs=[(status.value, label, self.counts[status]) for status, label in TABS],
            shown=self.shown,
            submit=next((move for move in moves if move.transition.name == "submit_roster"), None),
            **kwargs,
        )


class _RosterFile(ScopedObjectView):
    abstract = True
    model = Batch
    permission = Perm.ENROLMENT_VIEW

    def get_queryset(self) -> QuerySet[Any]:
        """Return the batches in scope with their station."""
        return super().get_queryset().select_related("station__organisation")


class RosterXlsx(_RosterFile):
    """The roster as a workbook."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand the file out and record the look."""
        batch: Batch = self.get_object()
        record_roster_download(batch, actor=self.actor, as_what="XLSX")
        return file_response(render_xlsx(roster_sheet(batch)), f"考生花名册-{batch.number}.xlsx", XLSX)


class RosterPdf(_RosterFile):
    """The roster as PDF."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand the file out and record the look."""
        batch: Batch = self.get_object()
        record_roster_download(batch, actor=self.actor, as_what="PDF")
        return pdf_response(render_pdf(roster_sheet(batch)), f"考生花名册-{batch.number}.pdf")
