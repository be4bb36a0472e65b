"""One picture, chosen on a phone or a desk."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from candidates.models import UploadKind
from candidates.pictures import Crop, sent_problem

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


class CropNumber(forms.Field):
    """A number that a script sends with a picture; what is none counts as not sent."""

    def to_python(self, value: Any) -> int | None:
        """Return the number."""
        try:
            return int(value)
        except (TypeError, ValueError):
            return None


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

    zoom, x, y = (CropNumber(required=False, widget=forms.HiddenInput) for _ in range(3))

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        if self.data.get("kind") in UploadKind.values:
            self.fields["file"].label = UploadKind(self.data["kind"]).label

    def clean_file(self) -> bytes:
        """Return the file's bytes; one that is too large isn't even read."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        problem = sent_problem(file.size or 0)
        if problem:
            raise ValidationError(str(problem))
        return bytes(file.read())

    @property
    def crop(self) -> Crop:
        """Which part of the picture the person chose."""
        return Crop.of(**{name: self.cleaned_data[name] for name in ("zoom", "x", "y")})
