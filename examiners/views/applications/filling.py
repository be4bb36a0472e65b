"""Form F2 on one page, and the files that go with it."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.autosave import AutosaveView
from accounts.views.base import ScopedObjectView
from documents.upload_limits import MEGABYTE
from documents.views.uploads import UploadView
from examiners.evidence_slots import slots_of
from examiners.forms.applications import ApplicationForm
from examiners.forms.evidence import EvidenceForm
from examiners.looks import record_scan_look
from examiners.models import Evidence, EvidenceKind
from examiners.services.drafting import save_form
from examiners.services.evidence import EVIDENCE_MAX_BYTES, remove_evidence, store_evidence
from examiners.views.applications.base import DraftView
from ostami.downloads import file_response, picture_response
from ostami.problems import BlockedError


class FormPage(AutosaveView, DraftView):
    """Every cell of F2; saved in part as it is typed."""

    form_class = ApplicationForm
    template_name = "examiners/applications/form.html"
    heading = "填写审批表"
    submit_label = "保存"

    def save(self, form: Any) -> None:
        """Store what was told."""
        save_form(application=self.object, actor=self.actor, answers=form.answers())

    def act(self, form: ApplicationForm) -> str:
        """Save, and go back to the steps."""
        self.save(form)
        messages.success(self.request, "审批表已保存。")
        return self.object.get_absolute_url()


class FilesPage(UploadView, DraftView):
    """A slot for every kind of file."""

    request_megabytes = 10
    form_class = EvidenceForm
    template_name = "examiners/applications/files.html"
    heading = "上传材料"

    def empty_form(self) -> EvidenceForm:
        """Hand the application to the form."""
        return EvidenceForm(actor=self.actor, application=self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the slots, and how large a file may be."""
        slots = {"slots": slots_of(self.object), "file_megabytes": EVIDENCE_MAX_BYTES // MEGABYTE}
        return super().get_context_data(**{**slots, **kwargs})

    def act(self, form: EvidenceForm) -> str:
        """Store what was sent, and come back to the slot."""
        kind = EvidenceKind(form.cleaned_data["kind"])
        store_evidence(
            application=self.object,
            kind=kind,
            file=form.cleaned_data["file"],
            actor=self.actor,
            at=arrived_at(self.request),
        )
        messages.success(self.request, f"{kind.label}已上传。")
        return f"{self.request.path}#{kind}"


class _OneFile(ScopedObjectView):
    abstract = True
    model = Evidence
    pk_url_kwarg = "file"

    def get_queryset(self) -> QuerySet[Any]:
        """Return the files of the application that the address names."""
        rows = super().get_queryset().filter(application=self.kwargs["pk"])
        return rows.select_related("application__organisation")


class FileView(_OneFile):
    """The file: a picture to look at, a PDF to keep; a look of staff at the signed form is recorded."""

    permission = Perm.EXAMINER_APPLICATION_VIEW

    def get(self, request: HttpRequest, pk: int, file: int) -> HttpResponse:
        """Hand it out."""
        evidence: Evidence = self.get_object()
        record_scan_look(evidence, actor=self.actor)
        hand_out = picture_response if evidence.is_picture else file_response
        return hand_out(evidence.file.read(), evidence.name, evidence.content_type)


class FileDelete(_OneFile):
    """Delete a file of an open application."""

    permission = Perm.EXAMINER_APPLY

    def get_queryset(self) -> QuerySet[Any]:
        """Return the files of the organisation's own application."""
        return super().get_queryset().filter(application__organisation=self.actor.organisation_id)

    def post(self, request: HttpRequest, pk: int, file: int) -> HttpResponse:
        """Delete it, and go back to the slots."""
        evidence: Evidence = self.get_object()
        try:
            remove_evidence(evidence=evidence, actor=self.actor)
        except BlockedError as blocked:
            messages.error(request, str(blocked))
            return redirect(evidence.application)
        messages.success(request, f"已删除“{evidence.name}”。")
        return redirect(f"{reverse('examiner_applications:files', kwargs={'pk': pk})}#{evidence.kind}")
