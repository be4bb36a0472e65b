"""A class's stamped forms: sending them, what became of the pages, and sorting by hand what is left."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import ScopedFormView, ScopedObjectView
from batches.models import Batch
from candidates.deadlines import enrolment_deadline
from candidates.forms.scans import AssignForm, ScansForm, unstamped
from candidates.looks import record_scan_look
from candidates.models import ScanState, StampedScan
from candidates.services.scanning import (
    SORT_SCANS,
    assign_scan,
    discard_scan,
    send_scans,
    sending_problems,
)
from jobs.models import Job
from ostami.downloads import picture_response
from ostami.problems import BlockedError


class Scans(ScopedFormView):
    """The stamped forms of a batch: what came, what is missing, and the form to send more."""

    model = Batch
    permission = Perm.STAMP_FOR
    form_class = ScansForm
    template_name = "candidates/scans.html"
    heading = "整班上传盖章申报表"
    submit_label = "上传并识别"

    def get_queryset(self) -> QuerySet[Any]:
        """Return the batches in scope with their station."""
        return super().get_queryset().select_related("station__organisation")

    def act(self, form: ScansForm) -> str:
        """Start sorting; the page shows how far it is."""
        send_scans(
            batch=self.object,
            files=form.cleaned_data["sent"],
            actor=self.actor,
            at=arrived_at(self.request),
        )
        return self.request.path

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the pages by what became of them, who is missing, and the job."""
        batch, at = self.object, arrived_at(self.request)
        scans = StampedScan.objects.visible_to(self.actor).filter(batch=batch)
        scans = scans.select_related("enrolment__candidate")
        return super().get_context_data(
            batch=batch,
            deadline=enrolment_deadline(batch, at=at),
            problems=list(sending_problems(batch, actor=self.actor, at=at)),
            job=Job.objects.visible_to(self.actor).filter(kind=SORT_SCANS, params__batch=batch.pk).first(),
            unmatched=scans.filter(state=ScanState.UNMATCHED),
            matched=scans.filter(state=ScanState.MATCHED),
            discarded=scans.filter(state=ScanState.DISCARDED).count(),
            missing=unstamped(batch, self.actor),
            **kwargs,
        )


class ScanPage(ScopedFormView):
    """One page that no code sorted: large, beside the choice of whose it is."""

    model = StampedScan
    permission = Perm.STAMP_FOR
    form_class = AssignForm
    template_name = "candidates/scan.html"
    heading = "对应盖章申报表"
    submit_label = "归入"

    def get_queryset(self) -> QuerySet[Any]:
        """Return the pages in scope with their batch."""
        return super().get_queryset().select_related("batch__station__organisation")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the batch to the form, whose people are the choices."""
        return {**super().get_form_kwargs(), "batch": self.object.batch}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whether anybody is left to choose."""
        return super().get_context_data(anybody=unstamped(self.object.batch, self.actor).exists(), **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page; one that was dealt with leads back to the list."""
        scan: StampedScan = self.get_object()
        if scan.state != ScanState.UNMATCHED:
            return redirect("candidates:scans", scan.batch_id)
        return super().get(request, *args, **kwargs)

    def act(self, form: AssignForm) -> str:
        """Put the page to the candidate and go on to the next."""
        enrolment = form.cleaned_data["enrolment"]
        assign_scan(scan=self.object, enrolment=enrolment, actor=self.actor, at=arrived_at(self.request))
        messages.success(self.request, f"已归入{enrolment.candidate.name}的报名，进入待审核。")
        return next_address(self.object)


class DiscardScan(ScopedObjectView):
    """Put a page aside."""

    model = StampedScan
    permission = Perm.STAMP_FOR

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Discard the page and go on to the next."""
        scan: StampedScan = self.get_object()
        try:
            discard_scan(scan=scan, actor=self.actor, at=arrived_at(request))
        except BlockedError as blocked:
            messages.warning(request, str(blocked))
        else:
            messages.success(request, f"已剔除：{scan}。")
        return redirect(next_address(scan))


class ScanPicture(ScopedObjectView):
    """The picture of a page that waits to be sorted."""

    model = StampedScan
    permission = Perm.STAMP_FOR

    def get_queryset(self) -> QuerySet[Any]:
        """Return the pages in scope with their batch, whose history tells of the look."""
        return super().get_queryset().select_related("batch__station__organisation")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the picture; the look is recorded."""
        scan: StampedScan = self.get_object()
        if scan.state != ScanState.UNMATCHED or not scan.file:
            raise Http404
        record_scan_look(scan.batch, actor=self.actor)
        return picture_response(scan.file.read(), f"{scan}.jpg", scan.content_type)


def next_address(scan: StampedScan) -> str:
    """Return the address of the next page with a picture that waits, or of the list where none does."""
    waiting = StampedScan.objects.filter(batch=scan.batch_id, state=ScanState.UNMATCHED).exclude(file="")
    found = waiting.filter(pk__gt=scan.pk).first() or waiting.exclude(pk=scan.pk).first()
    if found:
        return reverse("candidates:scan", kwargs={"pk": found.pk})
    return reverse("candidates:scans", kwargs={"pk": scan.batch_id})
