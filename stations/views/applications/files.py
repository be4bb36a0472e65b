"""Files of an application: slots to fill, and the files themselves."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import ScopedObjectView
from documents.upload_limits import MEGABYTE
from documents.views.uploads import UploadView
from ostami.downloads import file_response, picture_response
from ostami.problems import BlockedError
from stations.file_slots import slots_of
from stations.forms.files import FilesForm
from stations.models import Attachment, AttachmentKind
from stations.sections import Section
from stations.services.files import FILE_MAX_BYTES, remove_attachment, store_attachments
from stations.views.applications.base import DraftView


class FilesPage(UploadView, DraftView):
    """A slot for every kind of file that the application takes."""

    section = Section.FILES
    form_class = FilesForm
    template_name = "stations/applications/files.html"
    heading = Section.FILES.label

    def empty_form(self) -> FilesForm:
        """Hand the application to the form."""
        return FilesForm(actor=self.actor, application=self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the slots, and how large a file may be."""
        slots = {"slots": slots_of(self.object), "file_megabytes": FILE_MAX_BYTES // MEGABYTE}
        return super().get_context_data(**{**slots, **kwargs})

    def act(self, form: FilesForm) -> str:
        """Store what was sent, and come back to the slot."""
        kind = AttachmentKind(form.cleaned_data["kind"])
        stored = store_attachments(
            application=self.object,
            kind=kind,
            files=form.cleaned_data["file"],
            actor=self.actor,
            at=arrived_at(self.request),
        )
        messages.success(self.request, f"{kind.label}已上传 {len(stored)} 个文件。")
        return f"{self.request.get_full_path()}#{kind}"


class _OneFile(ScopedObjectView):
    abstract = True
    model = Attachment
    pk_url_kwarg = "file"

    def get_queryset(self) -> QuerySet[Any]:
        """Return the files of the application that the address names."""
        rows = super().get_queryset().filter(application=self.kwargs["pk"])
        return rows.select_related("application")


class FileView(_OneFile):
    """The file: a picture to look at, a PDF to keep."""

    permission = Perm.APPLICATION_VIEW

    def get(self, request: HttpRequest, pk: int, file: int) -> HttpResponse:
        """Hand it out."""
        attachment: Attachment = self.get_object()
        hand_out = picture_response if attachment.is_picture else file_response
        return hand_out(attachment.file.read(), attachment.name, attachment.content_type)


class FileDelete(_OneFile):
    """Delete a file of an open application."""

    permission = Perm.APPLICATION_EDIT

    def get_queryset(self) -> QuerySet[Any]:
        """Return the files of the organisation's own application."""
        return super().get_queryset().filter(application__organisation=self.actor.organisation_id)

    def post(self, request: HttpRequest, pk: int, file: int) -> HttpResponse:
        """Delete it, and go back to the slots."""
        attachment: Attachment = self.get_object()
        try:
            remove_attachment(attachment=attachment, actor=self.actor)
        except BlockedError as blocked:
            messages.error(request, str(blocked))
            return redirect(attachment.application)
        messages.success(request, f"已删除“{attachment.name}”。")
        return redirect(f"{reverse('station_applications:files', kwargs={'pk': pk})}#{attachment.kind}")
