"""The form by which anybody has a certificate's file checked."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from certificates.signing.examining import MAX_BYTES
from documents.upload_limits import size_problem

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

CHOOSE = "请先选择电子证书文件（PDF）。"


class VerifyForm(forms.Form):
    """A file that is said to be an electronic certificate."""

    file = forms.FileField(
        label="电子证书文件",
        help_text="从本平台下载的 PDF 原文件，不超过 5 MB。扫描件、照片和重新打印的 PDF 不能核对。",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
        error_messages={"required": CHOOSE, "invalid": CHOOSE},
    )

    def clean_file(self) -> "UploadedFile[Any]":
        """Return the file where it has a size that is read here."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if problem := size_problem(file.size or 0, max_bytes=MAX_BYTES, noun="文件"):
            raise ValidationError(str(problem))
        return file
