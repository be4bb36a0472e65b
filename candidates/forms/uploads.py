"""One picture, chosen on a phone or a desk."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from candidates.models import UploadKind
from documents.upload_limits import size_problem
from ostami.policy import UPLOAD_MAX_BYTES

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


class UploadForm(forms.Form):
    """A picture and what it shows."""

    kind = forms.ChoiceField(
        label="材料",
        choices=UploadKind.choices,
        widget=forms.HiddenInput,
        error_messages={
            "required": "请选择材料类别。",
            "invalid_choice": "没有这一类材料，请从页面上的材料中选择。",
        },
    )
    file = forms.FileField(
        label="图片",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
        error_messages={"required": "请先选择图片，再点“上传”。", "invalid": "请先选择图片，再点“上传”。"},
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        if self.data.get("kind") in UploadKind.values:
            self.fields["file"].label = UploadKind(self.data["kind"]).label

    def clean_file(self) -> bytes:
        """Return the file's bytes; one that is too large isn't even read."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        problem = size_problem(file.size or 0, max_bytes=UPLOAD_MAX_BYTES, clause="4.3-3")
        if problem:
            raise ValidationError(str(problem))
        return bytes(file.read())
