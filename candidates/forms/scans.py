"""The forms on a class's stamped forms: many files at once, and the candidate of one page."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from batches.models import Batch
from candidates.models import Enrolment, EnrolmentStatus
from candidates.selectors import ENROLMENT_FACTS
from documents.attachments import AttachmentKinds
from documents.upload_limits import size_problem
from ostami.policy import SCANS_SENT_MAX_BYTES

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

CHOOSE = "请先选择盖章申报表的照片或扫描件，再点“上传并识别”。"


class SeveralFilesInput(forms.ClearableFileInput):
    """A file input that takes several."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """One or more files."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the files, each judged by itself.

        Raises:
            ValidationError: there is none.
        """
        files = data if isinstance(data, list | tuple) else [data]
        return [super(SeveralFilesField, self).clean(file, initial) for file in files or [None]]


class ScansForm(forms.Form):
    """The stamped forms of a class."""

    sent = SeveralFilesField(
        label="盖章申报表（可以一次选多个文件）",
        help_text="JPEG、PNG 照片（每张一页）或 PDF 扫描件（每份不超过 200 页）；"
        "合计不超过 50 MB、100 个文件。",
        allow_empty_file=True,
        widget=SeveralFilesInput(attrs={"accept": AttachmentKinds.PICTURE_OR_PDF.accept}),
        error_messages={"required": CHOOSE, "invalid": CHOOSE},
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def clean_sent(self) -> list[tuple[str, bytes]]:
        """Return name and bytes of each file; too many megabytes aren't even read."""
        files: list[UploadedFile[Any]] = self.cleaned_data["sent"]
        size = sum(file.size or 0 for file in files)
        problem = size_problem(size, max_bytes=SCANS_SENT_MAX_BYTES, noun="文件")
        if problem:
            raise ValidationError(str(problem))
        return [(file.name or "", bytes(file.read())) for file in files]


class _PersonField(forms.ModelChoiceField[Enrolment]):
    """A candidate, named by place, name and trade."""

    def label_from_instance(self, obj: Enrolment) -> str:
        """Return the person as the list shows them."""
        return f"{obj.sequence}　{obj.candidate.name}　{obj.batch_item}"


class AssignForm(forms.Form):
    """Whose form a page is, among those of the batch who lack theirs."""

    enrolment = _PersonField(
        label="这是谁的申报表",
        queryset=Enrolment.objects.none(),
        empty_label="请选择考生",
        error_messages={
            "required": "请选择考生；不属于任何考生的页请点“剔除”。",
            "invalid_choice": "所选考生不在本批次，或已有盖章申报表，请重新选择。",
        },
    )

    def __init__(self, *args: Any, actor: User, batch: Batch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["enrolment"].queryset = unstamped(batch, actor)  # type: ignore[attr-defined]


def unstamped(batch: Batch, actor: User) -> Any:
    """Return the enrolments of a batch in scope that lack their stamped form, in order."""
    rows = Enrolment.objects.visible_to(actor).filter(batch=batch, status=EnrolmentStatus.SUBMITTED)
    return rows.select_related(*ENROLMENT_FACTS).order_by("sequence")
