"""The form of a question's picture."""

from django import forms
from django.core.exceptions import ValidationError

from accounts.forms import ConfirmForm
from documents.upload_limits import size_problem
from question_bank.services.pictures import PICTURE_MAX_BYTES

CHOOSE = "请先选择图片，再点“上传”。"


class PictureForm(ConfirmForm):
    """One picture."""

    file = forms.FileField(
        label="图片",
        help_text="JPEG 或 PNG，不超过 2 MB",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
        error_messages={"required": CHOOSE, "invalid": CHOOSE},
    )

    def clean_file(self) -> bytes:
        """Return the bytes; a file that is too large isn't even read."""
        sent = self.cleaned_data["file"]
        problem = size_problem(sent.size or 0, max_bytes=PICTURE_MAX_BYTES)
        if problem:
            raise ValidationError(str(problem))
        return bytes(sent.read())
