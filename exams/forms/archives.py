"""The form by which a kept archive is compared with the record."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from documents.upload_limits import MEGABYTE, size_problem
from exams.archiving.checking import has_too_many_files

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MAX_BYTES = 200 * MEGABYTE
CHOOSE = "请先选择归档包（ZIP）或其中的 index.csv。"
TOO_MANY = "归档包内的文件过多，这里不能核对。请解压后上传其中的 index.csv。"


class ArchiveCheckForm(forms.Form):
    """An archive or its index, as somebody kept it."""

    file = forms.FileField(
        label="归档包或 index.csv",
        help_text="下载时的 ZIP 文件（不超过 200 MB，逐个文件核对），或解压后的 index.csv（只核对索引）",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".zip,.csv"}),
        error_messages={"required": CHOOSE, "invalid": CHOOSE},
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def clean_file(self) -> "UploadedFile[Any]":
        """Return the file where it isn't too large to be compared here."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        problem = size_problem(file.size or 0, max_bytes=MAX_BYTES, noun="文件")
        if problem:
            raise ValidationError(str(problem))
        if has_too_many_files(file):
            raise ValidationError(TOO_MANY)
        return file
