"""The form with which evidence of one kind is sent."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from accounts.models import User
from documents.upload_limits import size_problem
from exams.models import DATED, EvidenceKind
from exams.proof.rules import FILM_MAX_BYTES, NOTHING_SAID, Declaration
from stations.forms.files import CHOOSE, FilesField
from stations.services.files import SentFile

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

NO_DATE = "请填写完整的日期，如 2026-09-01。"
NO_ADDRESS = "请填写完整的 https 地址，如 https://example.edu.cn/exam.mp4。"
NO_FILM = "请填写完整的 https 地址，或选择 MP4 文件。"
BOTH = "视频地址和 MP4 文件请分两次提交。"


class EvidenceFilesField(FilesField):
    """Files, or none where a link is sent instead."""

    def clean(self, data: Any, initial: Any = None) -> list[SentFile]:
        """Return the files, or nothing where none was chosen."""
        return super().clean(data, initial) if data else []


class EvidenceForm(forms.Form):
    """Files of one kind, with the day of photographs that tell none; or a film, or its address."""

    kind = forms.ChoiceField(
        label="类别",
        choices=EvidenceKind.choices,
        widget=forms.HiddenInput,
        error_messages={
            "required": "请选择资料类别。",
            "invalid_choice": "没有这一类资料，请从页面上的类别中选择。",
        },
    )
    file = EvidenceFilesField(
        label="文件", required=False, allow_empty_file=True, error_messages={"invalid": CHOOSE}
    )
    taken_on = forms.DateField(label="拍摄日期", required=False, error_messages={"invalid": NO_DATE})
    why = forms.CharField(label="没有日期的原因", required=False, max_length=200)
    link = forms.CharField(label="视频地址", required=False, max_length=200)

    film = forms.FileField(
        label="视频文件", required=False, allow_empty_file=True, error_messages={"invalid": CHOOSE}
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def clean_link(self) -> str:
        """Take https addresses alone."""
        link: str = self.cleaned_data["link"]
        if link:
            URLValidator(schemes=["https"], message=NO_ADDRESS)(link)
        return link

    def clean_film(self) -> "UploadedFile[Any] | None":
        """Return the film where it isn't too large; none where none was sent."""
        film: UploadedFile[Any] | None = self.cleaned_data["film"]
        if film is None:
            return None
        if problem := size_problem(film.size or 0, max_bytes=FILM_MAX_BYTES, noun="视频"):
            raise ValidationError(str(problem))
        return film

    def clean(self) -> dict[str, Any]:
        """Ask for what the kind consists of."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == EvidenceKind.VIDEO:
            given = [name for name in ("link", "film") if cleaned.get(name)]
            if not given and not {"link", "film"} & set(self.errors):
                self.add_error("link", NO_FILM)
            elif len(given) > 1:
                self.add_error("film", BOTH)
        elif not cleaned.get("file") and "file" not in self.errors:
            self.add_error("file", CHOOSE)
        return cleaned

    @property
    def declared(self) -> Declaration:
        """What is said of photographs that don't tell their day."""
        if self.cleaned_data["kind"] not in DATED:
            return NOTHING_SAID
        return Declaration(self.cleaned_data["taken_on"], self.cleaned_data["why"])
