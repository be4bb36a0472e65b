"""The page on which a candidate hands in pictures, one material after the other."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages

from accounts.middleware import arrived_at
from candidates.forms import UploadForm
from candidates.materials import NOTES, Note, is_required, kinds_for
from candidates.models import Enrolment, EnrolmentStatus, Upload, UploadKind
from candidates.uploading import store_upload
from candidates.views.filling import FillingView


@dataclass(frozen=True, slots=True)
class Slot:
    """One material: what it is, what is there, and whether it stands open on the page."""

    kind: UploadKind
    note: Note
    upload: Upload | None
    required: bool
    is_open: bool


class UploadsPage(FillingView):
    """The pictures: before submission the materials, after it the stamped form."""

    form_class = UploadForm
    template_name = "candidates/uploads.html"
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
    kinds = kinds_for(enrolment.batch.candidate_type) if enrolment.is_open else (UploadKind.STAMPED_FORM,)
    required = {kind for kind in kinds if is_required(kind, enrolment.batch.candidate_type)}
    missing = next((kind for kind in kinds if kind in required and kind not in there), "")
    opened = {failed} if failed else {shown, missing}
    return [
        Slot(kind, NOTES[kind], there.get(kind), kind in required, is_open=kind in opened) for kind in kinds
    ]
