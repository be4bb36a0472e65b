"""Tickets and room sheets as files."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.middleware import arrived_at
from accounts.rights import Perm, Role
from accounts.views.base import ScopedObjectView
from batches.models import Batch
from candidates.models import Enrolment
from documents.handing_out import pdf_response
from exams.models import SessionRoom
from exams.seating.jobs import print_batch
from exams.seating.printing import PAPERS, rooms_pdf
from exams.seating.reading import places_of, seats_of
from exams.seating.ticket_printing import tickets_pdf
from exams.selectors import examined
from ostami.problems import BlockedError


class _TicketFile(ScopedObjectView):
    """One candidate's ticket once the arrangement is published; what isn't is a 404."""

    abstract = True
    model = Enrolment
    permission = Perm.ARRANGEMENT_VIEW

    def get_queryset(self) -> QuerySet[Any]:
        """Return who stands on the roster in the person's scope."""
        return super().get_queryset().accepted()  # type: ignore[attr-defined,no-any-return]  # the model's own

    def file(self, enrolment: Enrolment) -> HttpResponse:
        """Print the ticket."""
        seats = seats_of([enrolment])
        if not seats:
            raise Http404("考场安排尚未发布，或考试已取消，不能打印准考证。")
        whose = examined(enrolment.batch).get(pk=enrolment.pk)
        name = f"准考证-{whose.candidate.name}-{whose.batch.number}.pdf"
        return pdf_response(tickets_pdf([whose], seats), name)


class OwnTicket(_TicketFile):
    """The candidate's own ticket for a batch."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand the file out."""
        own = self.get_queryset().filter(batch=pk, candidate__user=self.actor)
        found = own.select_related("batch").first()
        if found is None:
            raise Http404
        return self.file(found)


class Ticket(_TicketFile):
    """One candidate's ticket, for the candidate or for staff."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand the file out."""
        return self.file(self.get_object())


class PlacePaper(ScopedObjectView):
    """A sheet of one room in one session."""

    model = SessionRoom
    permission = Perm.ARRANGEMENT_VIEW

    def get_queryset(self) -> QuerySet[Any]:
        """Return the rooms of the batches in scope."""
        return SessionRoom.objects.filter(session__batch__in=Batch.objects.visible_to(self.actor))

    def get(self, request: HttpRequest, pk: int, paper: str) -> HttpResponse:
        """Hand the file out."""
        if paper not in PAPERS or not PAPERS[paper].by_room:
            raise Http404
        found: SessionRoom = self.get_object()
        place = places_of(found.session.batch).get(pk=found.pk)
        name = f"{PAPERS[paper].label}-{place.session}-{place.room}.pdf"
        return pdf_response(rooms_pdf(paper, [place]), name)


class PrintBatch(ScopedObjectView):
    """Start printing for a whole batch."""

    model = Batch
    permission = Perm.ARRANGEMENT_VIEW
    http_method_names = ("post", "options")

    def post(self, request: HttpRequest, pk: int, paper: str) -> HttpResponse:
        """Start the job and go to it."""
        batch: Batch = self.get_object()
        if paper not in PAPERS or self.actor.role == Role.CANDIDATE:
            raise Http404
        try:
            job = print_batch(batch=batch, paper=paper, actor=self.actor, at=arrived_at(request))
        except BlockedError as blocked:
            messages.error(request, str(blocked))
            return redirect("exams:seating", pk=pk)
        return redirect("jobs:page", pk=job.pk)
