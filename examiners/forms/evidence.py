"""Files of an examiner application, one at a time."""

from django import forms
from django.core.exceptions import ValidationError

from documents.upload_limits import size_problem
from examiners.forms.drafts import DraftForm
from examiners.models import EvidenceKind
from examiners.services.evidence import EVIDENCE_MAX_BYTES
from stations.services.files import SentFile

CHOOSE = "请先选择文件，再点“上传”。"


class EvidenceForm(DraftForm):
    """A file of one kind."""

    kind = forms.ChoiceField(
        label="材料",
        choices=EvidenceKind.choices,
        widget=forms.HiddenInput,
        error_messages={
            "required": "请选择材料类别。",
            "invalid_choice": "没有这一类材料，请从页面上的材料中选择。",
        },
    )
    file = forms.FileField(
        label="文件",
        allow_empty_file=True,
        error_messages={"required": CHOOSE, "invalid": CHOOSE},
    )

    def clean_file(self) -> SentFile:
        """Return name and bytes; a file that is too large isn't even read."""
        sent = self.cleaned_data["file"]
        problem = size_problem(sent.size or 0, max_bytes=EVIDENCE_MAX_BYTES, noun="文件")
        if problem:
            raise ValidationError(str(problem))
        return SentFile(sent.name or "", bytes(sent.read()))
