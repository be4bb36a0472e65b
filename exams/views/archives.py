"""The archive of a batch: what goes in, what was made, and comparing a kept one with the record."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.middleware import arrived_at
from accounts.rights import Perm, need
from accounts.views.base import ScopedDetailView, add_problems
from batches.models import Batch
from documents.upload_limits import MEGABYTE
from documents.views.uploads import UploadView
from exams.archiving.checking import FAULTS, FILES, archives_of, check, digest_in
from exams.archiving.parts import entries_by_part
from exams.archiving.readiness import still_missing
from exams.forms.archives import MAX_BYTES, ArchiveCheckForm
from exams.services.archiving import archive_jobs, not_archivable, start_archive
from ostami.problems import BlockedError, Problem
from workflow.models import AuditEvent

# What a record made before faults were counted has none of.
NONE = ("", "0")


class ArchivePage(ScopedDetailView):
    """What the archive holds, what is missing still, and the archives made before, each with its digest."""

    permission = Perm.EVIDENCE_VIEW
    model = Batch
    template_name = "exams/archiving/archive.html"
    context_object_name = "batch"
    object: Batch

    def get_queryset(self) -> QuerySet[Any]:
        """Join the station."""
        return super().get_queryset().select_related("station__organisation")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Start the job and go to its page; a refusal is shown here."""
        self.object = self.get_object()
        need(self.actor, Perm.EVIDENCE_EDIT)
        try:
            job = start_archive(batch=self.object, actor=self.actor, at=arrived_at(request))
        except BlockedError as blocked:
            return self._refused(blocked.problems)
        return redirect("jobs:page", job.pk)

    def _refused(self, problems: tuple[Problem, ...]) -> HttpResponse:
        return self.render_to_response(self.get_context_data(refused=problems), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the parts, what stands in the way, what is missing, and the records."""
        blocked = list(not_archivable(self.object, at=arrived_at(self.request)))
        parts = [] if blocked else entries_by_part(self.object)
        return super().get_context_data(
            **{
                "blocked": blocked,
                "may_make": self.actor.has_right(Perm.EVIDENCE_EDIT),
                "parts": [(part.name, len(entries)) for part, entries in parts],
                "missing": [] if blocked else still_missing(self.object),
                "jobs": archive_jobs(self.object, self.actor),
                "made": [_made(event) for event in archives_of(self.object).select_related("actor")],
                **kwargs,
            }
        )


def _made(event: AuditEvent) -> dict[str, Any]:
    files, faults = event.changes.get(FILES, NONE)[1], event.changes.get(FAULTS, NONE)[1]
    return {"event": event, "digest": digest_in(event), "files": files, "faults": int(faults)}


class ArchiveCheck(UploadView):
    """Compare a kept archive, or its index, with the record (核对归档包)."""

    permission = Perm.EVIDENCE_VIEW
    model = Batch
    form_class = ArchiveCheckForm
    template_name = "exams/archiving/check.html"
    heading = "核对归档包"
    submit_label = "核对"
    request_megabytes = MAX_BYTES // MEGABYTE
    too_much_remedy = "请解压后上传其中的 index.csv。"

    def form_valid(self, form: ArchiveCheckForm) -> HttpResponse:
        """Show the verdict; nothing is kept of the file."""
        try:
            verdict = check(self.object, form.cleaned_data["file"])
        except BlockedError as blocked:
            add_problems(form, blocked.problems)
            return self.form_invalid(form)
        fresh = self.form_class(actor=self.actor)
        return self.render_to_response(self.get_context_data(form=fresh, verdict=verdict))
