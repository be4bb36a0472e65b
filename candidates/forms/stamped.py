"""Stamped forms that a station sends: one for a candidate, or many for a class."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from documents.attachments import AttachmentKinds
from documents.upload_limits import size_problem
from ostami.policy import UPLOAD_SENT_MAX_BYTES

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

CHOOSE = "请先选择盖章申报表的照片或扫描件，再点“上传”。"


class StampedFormForm(forms.Form):
    """One candidate's stamped form."""

    file = forms.FileField(
        label="盖章申报表",
        help_text="JPEG、PNG 照片，或不超过 3 页的 PDF 扫描件，不超过 10 MB；平台自动压缩。",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": AttachmentKinds.PICTURE_OR_PDF.accept}),
        error_messages={"required": CHOOSE, "invalid": CHOOSE},
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def clean_file(self) -> bytes:
        """Return the file's bytes; one that is too large isn't even read."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        problem = size_problem(file.size or 0, max_bytes=UPLOAD_SENT_MAX_BYTES, noun="文件")
        if problem:
            raise ValidationError(str(problem))
        return bytes(file.read())
