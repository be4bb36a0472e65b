"""Files of an application, one or several at once."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from documents.upload_limits import clean_file_name, size_problem
from stations.forms.sections import DraftForm
from stations.models import AttachmentKind
from stations.services.files import FILE_MAX_BYTES, SentFile

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

CHOOSE = "请先选择文件，再点“上传”。"


class SeveralFiles(forms.ClearableFileInput):
    """A file field of a page that sends several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several: what is sent comes out as a list; one that is too large isn't even read."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[SentFile]:
        """Return the files' names and bytes.

        Raises:
            ValidationError: nothing was chosen, or with a sentence for every file of a wrong size.
        """
        sent: list[UploadedFile[Any]] = [
            super(FilesField, self).clean(one, initial) for one in data or [None]
        ]
        problems = [sentence for file in sent if (sentence := _size_sentence(file, alone=len(sent) == 1))]
        if problems:
            raise ValidationError(problems)
        return [SentFile(file.name or "", bytes(file.read())) for file in sent]


def _size_sentence(file: "UploadedFile[Any]", *, alone: bool) -> str:
    problem = size_problem(file.size or 0, max_bytes=FILE_MAX_BYTES, noun="文件")
    if problem is None:
        return ""
    return str(problem) if alone else f"“{clean_file_name(file.name or '')}”：{problem}"


class FilesForm(DraftForm):
    """Files of one kind."""

    kind = forms.ChoiceField(
        label="材料",
        choices=AttachmentKind.choices,
        widget=forms.HiddenInput,
        error_messages={
            "required": "请选择材料类别。",
            "invalid_choice": "没有这一类材料，请从页面上的材料中选择。",
        },
    )
    file = FilesField(
        label="文件",
        allow_empty_file=True,
        error_messages={"required": CHOOSE, "invalid": CHOOSE},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.data.get("kind") in AttachmentKind.values:
            self.fields["file"].label = AttachmentKind(self.data["kind"]).label
