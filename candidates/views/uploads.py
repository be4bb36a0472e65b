"""The page on which a candidate hands in pictures, one material after the other."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages

from accounts.middleware import arrived_at
from candidates.forms import UploadForm
from candidates.models import Enrolment, EnrolmentStatus, Need, Upload, UploadKind
from candidates.personal_form.material_notes import NOTES, Note
from candidates.personal_form.materials import Material, materials_for
from candidates.services.uploading import store_upload
from candidates.views.filling import FillingView

STAMPED = (Material(UploadKind.STAMPED_FORM, Need.REQUIRED),)


@dataclass(frozen=True, slots=True)
class Slot:
    """One material: what it is, what is there, and whether it stands open on the page."""

    kind: UploadKind
    note: Note
    upload: Upload | None
    required: bool
    is_open: bool
    words: str


class UploadsPage(FillingView):
    """The pictures: before submission the materials, after it the stamped form."""

    form_class = UploadForm
    template_name = "candidates/uploads.html"
    step = "uploads"
    heading = "上传材料"

    def is_shut(self, enrolment: Enrolment) -> bool:
        """Tell whether nothing can be uploaded any more."""
        return not enrolment.is_open and enrolment.status != EnrolmentStatus.SUBMITTED

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add a slot for each picture."""
        context = super().get_context_data(**kwargs)
        failed = context["form"].data.get("kind", "")
        shown = self.request.GET.get("shown", "")
        return {**context, "slots": _slots(self.object, failed=failed, shown=shown), "failed_kind": failed}

    def act(self, form: UploadForm) -> str:
        """Store the picture; the stamped form goes on to its confirmation."""
        kind = UploadKind(form.cleaned_data["kind"])
        store_upload(
            enrolment=self.object,
            kind=kind,
            content=form.cleaned_data["file"],
            actor=self.actor,
            at=arrived_at(self.request),
            crop=form.crop,
        )
        messages.success(self.request, f"{kind.label}已上传，请核对图片是否清晰。")
        if kind == UploadKind.STAMPED_FORM:
            return f"{self.object.get_absolute_url()}stamp/"
        query = self.request.GET.copy()
        query["shown"] = kind.value
        return f"{self.request.path}?{query.urlencode()}#{kind}"


def _slots(enrolment: Enrolment, *, failed: str, shown: str) -> list[Slot]:
    """Return a slot for each material; open are the one just sent and the next one that is missing."""
    there = {upload.kind: upload for upload in enrolment.uploads.all()}
    asked = materials_for(enrolment) if enrolment.is_open else STAMPED
    missing = next((one.kind for one in asked if one.need == Need.REQUIRED and one.kind not in there), "")
    opened = {failed} if failed else {shown, missing}
    return [_slot(one, there.get(one.kind), opened) for one in asked]


def _slot(one: Material, upload: Upload | None, opened: set[str]) -> Slot:
    required = one.need == Need.REQUIRED
    return Slot(one.kind, NOTES[one.kind], upload, required, is_open=one.kind in opened, words=one.words)
