"""The form of a table import."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from documents.import_archive import MAX_FILE_BYTES
from documents.upload_limits import clean_file_name, size_problem
from ostami.downloads import XLSX

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

CHOOSE = "请先选择填好的表格，再上传。"


class TableUploadForm(forms.Form):
    """A workbook, filled in by the template, of at most `max_bytes`."""

    max_bytes = MAX_FILE_BYTES
    file = forms.FileField(
        label="填好的表格",
        help_text="Excel 工作簿（.xlsx），不超过 2 MB",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": f".xlsx,{XLSX}"}),
        error_messages={"required": CHOOSE, "invalid": CHOOSE},
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.file_name = ""

    def clean_file(self) -> bytes:
        """Return the file's bytes; one that is too large isn't even read."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        problem = size_problem(file.size or 0, max_bytes=self.max_bytes, noun="表格")
        if problem:
            raise ValidationError(str(problem))
        self.file_name = clean_file_name(file.name or "")
        return bytes(file.read())
