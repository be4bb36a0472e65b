"""The forms of practical tasks: which to list, and the document to take in."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.form_fields import DigitsField, filter_choice, one_line, search_word
from accounts.models import User
from documents.upload_limits import size_problem
from ostami.downloads import DOCX
from question_bank.forms.bank_filter import BankFilter
from question_bank.models import ItemStatus, PracticalTask
from question_bank.narrowing import WAITING
from question_bank.scope import writable_trades
from question_bank.task_content import MINUTES_MAX, TITLE_MAX
from question_bank.word.archive import MAX_FILE_BYTES
from scope_catalog.fields import TradeChoiceField
from scope_catalog.levels import Level
from scope_catalog.models import Trade

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

CHOOSE = "请先选择填好的 Word 文档。"
WRONG_MINUTES = f"考核时间须为 1 至 {MINUTES_MAX} 的整数（分钟），如 120。"


class TaskFilter(BankFilter):
    """Which tasks the list shows."""

    listed = PracticalTask
    status = filter_choice("状态", [(WAITING, "待我复核"), *ItemStatus.choices])
    by = search_word("出题人", "姓名或账号")
    field_order = ("trade", "level", "status", "by", "owner", "size")


class DocumentForm(forms.Form):
    """A filled document; what is typed here stands in place of what the document says."""

    file = forms.FileField(
        label="填好的 Word 文档",
        help_text="按模板填写的 .docx 文档，不超过 10 MB，不能含宏、外部链接和嵌入对象。",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": f".docx,{DOCX}"}),
        error_messages={"required": CHOOSE, "invalid": CHOOSE},
    )
    title = one_line("名称（选填）", longest=TITLE_MAX, required=False, help_text="不填则使用文档中的名称。")
    minutes = DigitsField(
        label="考核时间（选填）",
        units="分钟",
        required=False,
        min_value=1,
        max_value=MINUTES_MAX,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text="分钟。不填则使用文档中的时间。",
        error_messages={"invalid": WRONG_MINUTES, "min_value": WRONG_MINUTES, "max_value": WRONG_MINUTES},
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def clean_file(self) -> bytes:
        """Return the file's bytes; one that is too large isn't even read."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        problem = size_problem(file.size or 0, max_bytes=MAX_FILE_BYTES, noun="文件")
        if problem:
            raise ValidationError(str(problem))
        return bytes(file.read())

    def facts(self) -> dict[str, Any]:
        """Return what the verbs take."""
        facts = dict(self.cleaned_data)
        facts["content"] = facts.pop("file")
        return facts


class TaskForm(DocumentForm):
    """A new task: for which trade and level, and its document."""

    trade = TradeChoiceField(
        queryset=Trade.objects.none(),
        label="工种",
        empty_label="请选择",
        error_messages={"required": "请选择工种。", "invalid_choice": "没有这个工种，请从列表中选择。"},
    )
    level = forms.TypedChoiceField(
        label="等级",
        choices=[("", "请选择"), *Level.choices],
        coerce=lambda value: Level(int(value)),
        error_messages={"required": "请选择等级。", "invalid_choice": "没有这个等级，请从列表中选择。"},
    )
    field_order = ("trade", "level", "file", "title", "minutes")

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.fields["trade"].queryset = writable_trades(actor)  # type: ignore[attr-defined]  # a choice field
