"""The forms of finished papers: a PDF, or a workbook of questions."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.forms import ConfirmForm
from accounts.models import User
from documents.forms import TableUploadForm
from documents.upload_limits import size_problem
from ostami.downloads import PDF
from question_bank.blueprint_rules import MINUTES
from question_bank.forms.blueprint_rows import digits
from question_bank.forms.target_fields import TargetFields
from question_bank.models import Paper
from question_bank.paper_kinds import PaperKind
from question_bank.services.paper_uploads import MAX_BYTES

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

PDF_HINT = "PDF 文件，不超过 10 MB、100 页，不能设密码，不能含脚本和附件。"
USUAL_MINUTES = 90


class PdfField(forms.FileField):
    """A PDF; one that is too large isn't even read."""

    widget = forms.FileInput(attrs={"accept": f".pdf,{PDF}"})

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the file's bytes; None where none was sent."""
        file: UploadedFile[Any] | None = super().clean(data, initial)
        if not file:
            return None
        problem = size_problem(file.size or 0, max_bytes=MAX_BYTES, noun="文件")
        if problem:
            raise ValidationError(str(problem))
        return bytes(file.read())


def minutes_field() -> forms.IntegerField:
    """Return the field for how long the exam takes."""
    return digits("考试时间（分钟）", least=MINUTES[0], most=MINUTES[1], units="分钟")


def versions_field() -> forms.TypedChoiceField:
    """Return the field for one or two orders of the questions."""
    return forms.TypedChoiceField(
        label="卷数",
        choices=[(1, "A卷"), (2, "A卷和B卷")],
        coerce=int,
        initial=2,
        widget=forms.RadioSelect,
        help_text="B卷的试题与A卷相同，题目和选项的顺序不同。",
        error_messages={"required": "请选择卷数。", "invalid_choice": "请从列出的卷数中选择。"},
    )


class PdfForm(ConfirmForm):
    """A finished paper as PDF, with its answers where there are any."""

    file = PdfField(
        label="试卷",
        help_text=PDF_HINT,
        allow_empty_file=True,
        error_messages=dict.fromkeys(("required", "invalid"), "请先选择试卷的 PDF 文件。"),
    )
    answers = PdfField(
        label="答案与评分说明（选填）",
        help_text="单独一个 PDF。考试当日起才能下载，请不要放在试卷文件里。",
        allow_empty_file=True,
        required=False,
    )
    minutes = minutes_field()

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.fields["minutes"].initial = USUAL_MINUTES

    def facts(self) -> dict[str, Any]:
        """Return what the verbs take."""
        facts = dict(self.cleaned_data)
        facts["paper"] = facts.pop("file")
        return facts


class SubjectFields(TargetFields):
    """Trade and level of a paper; there is no pool to choose."""

    pool = None  # type: ignore[assignment]  # how Django leaves an inherited field out


class PaperUploadForm(SubjectFields, PdfForm):
    """A new paper as PDF: of which subject, trade and level."""

    kind = forms.ChoiceField(
        label="科目",
        choices=PaperKind,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择科目。", "invalid_choice": "请选择理论或实操。"},
    )
    field_order = ("kind", "trade", "level", "file", "answers", "minutes")

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.offer_trades()


class PaperReplaceForm(PdfForm):
    """Other files for an open paper."""

    def __init__(self, *args: Any, actor: User, paper: Paper, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.fields["minutes"].initial = paper.minutes
        self.fields["answers"].help_text = "不重新上传的，原来的答案随原试卷一并删除。"


class WorkbookForm(TableUploadForm):
    """All questions of a theory paper, in a workbook."""

    minutes = minutes_field()
    versions = versions_field()

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.fields["minutes"].initial = USUAL_MINUTES

    def facts(self) -> dict[str, Any]:
        """Return what the verb takes."""
        facts = dict(self.cleaned_data)
        facts["content"] = facts.pop("file")
        return facts


class PaperWorkbookForm(SubjectFields, WorkbookForm):
    """A new theory paper from a workbook: of which trade and level."""

    field_order = ("trade", "level", "file", "minutes", "versions")

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.offer_trades()
