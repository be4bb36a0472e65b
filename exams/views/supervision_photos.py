"""Photographs of a supervision: the supervisor's, and the station's of what it put right."""

from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import ScopedObjectView
from documents.attachments import AttachmentKinds
from documents.views.uploads import UploadView
from exams.forms.supervision_reports import PhotosForm
from exams.models import SupervisionPhoto, SupervisionReport, SupervisionReportStatus
from exams.supervising.photos import MOST_PHOTOS, add_photos, photos_of, photos_shown, remove_photo
from exams.supervising.selectors import JOINED
from ostami.downloads import picture_response
from ostami.problems import BlockedError


class _Photos(UploadView):
    """Add photographs, and delete them, while they can be changed."""

    abstract = True
    model = SupervisionReport
    form_class = PhotosForm
    context_object_name = "report"
    template_name = "exams/supervision_reports/photos.html"
    of_rectification: ClassVar[bool]
    open_in: ClassVar[SupervisionReportStatus]
    page: ClassVar[str]

    def get_queryset(self) -> QuerySet[Any]:
        """Join all that the page names."""
        return super().get_queryset().select_related(*JOINED)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what is there, and whether it can be changed."""
        photos = list(photos_of(self.object, of_rectification=self.of_rectification))
        return super().get_context_data(
            photos=photos,
            most=MOST_PHOTOS,
            may_add=self.object.status == self.open_in,
            page=self.page,
            accept=AttachmentKinds.PICTURE.accept,
            **kwargs,
        )

    def act(self, form: PhotosForm) -> str:
        """Store what was sent, and come back for more."""
        made = add_photos(
            report=self.object,
            actor=self.actor,
            at=arrived_at(self.request),
            files=form.cleaned_data["file"],
            of_rectification=self.of_rectification,
            caption=form.cleaned_data["caption"],
        )
        messages.success(self.request, f"已上传 {len(made)} 张照片。")
        return self.request.path


class ReportPhotos(_Photos):
    """Photographs to a report."""

    permission = Perm.SUPERVISION_REPORT
    heading = "现场照片"
    of_rectification = False
    open_in = SupervisionReportStatus.DRAFT
    page = "exams:supervision_photos"


class RectificationPhotos(_Photos):
    """Photographs of what was put right."""

    permission = Perm.RECTIFY
    heading = "整改照片"
    of_rectification = True
    open_in = SupervisionReportStatus.RECTIFYING
    page = "exams:rectification_photos"


class _OnePhoto(ScopedObjectView):
    """A photograph of a report in scope."""

    abstract = True
    model = SupervisionReport

    def photo(self) -> SupervisionPhoto:
        """Return the photograph that the address names; what the person may not see isn't there."""
        return get_object_or_404(photos_shown(self.get_object(), self.actor), pk=self.kwargs["photo"])


class PhotoView(_OnePhoto):
    """A photograph, to be looked at."""

    permission = Perm.SUPERVISION_REPORT_VIEW

    def get(self, request: HttpRequest, pk: int, photo: int) -> HttpResponse:
        """Hand it out."""
        found = self.photo()
        return picture_response(found.file.read(), f"督导照片{photo}", found.content_type)


class _PhotoDelete(_OnePhoto):
    """Delete a photograph, and go back to the others."""

    abstract = True
    page: ClassVar[str]

    def post(self, request: HttpRequest, pk: int, photo: int) -> HttpResponse:
        """Delete it while it can be changed."""
        try:
            remove_photo(photo=self.photo(), actor=self.actor)
        except BlockedError as blocked:
            messages.error(request, str(blocked))
        else:
            messages.success(request, "已删除照片。")
        return redirect(self.page, pk=pk)


class ReportPhotoDelete(_PhotoDelete):
    """Delete a photograph of a report."""

    permission = Perm.SUPERVISION_REPORT
    page = ReportPhotos.page


class RectificationPhotoDelete(_PhotoDelete):
    """Delete a photograph of a rectification."""

    permission = Perm.RECTIFY
    page = RectificationPhotos.page
