"""Forms of the ledger of blanks."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html

from accounts.form_fields import DigitsField, filter_choice, one_line
from accounts.models import User
from accounts.names import fold
from batches.models import Batch
from certificates.blanks.writing import Move
from certificates.models import CORRECTIONS, BlankMove, BlankPlace
from exams.models import PUBLISHED
from scope_catalog.choices import Scheme

MOST = 100_000
OTHERWISE = (BlankMove.DESTROYED, *CORRECTIONS)
NOBODY_ELSE = (
    "本单位还没有另一人的账号，不能申请销毁。请先由主账号（机构全称）在"
    '<a href="{}">本单位人员账号</a>中添加。'
)
BY_HAND = [(move.value, move.label) for move in BlankMove if move not in OTHERWISE]


class _BlanksForm(forms.Form):
    """A kind of blanks, how many, and their serial numbers."""

    scheme = forms.ChoiceField(
        label="证书种类",
        choices=Scheme,
        error_messages={"required": "请选择证书种类。", "invalid_choice": "请从列表中选择证书种类。"},
    )
    count = DigitsField(
        label="数量",
        units="张本",
        min_value=1,
        max_value=MOST,
        error_messages={
            "required": "请填写数量。",
            "invalid": "数量须为整数。",
            "min_value": "数量至少为 1 张。",
            "max_value": "数量最多为 %(limit_value)d 张。",
        },
    )
    first_serial = one_line("起号", longest=20, required=False, help_text="印有编号的填写，如 A000101。")
    last_serial = one_line("止号", longest=20, required=False, help_text="与起号同一系列，如 A000200。")
    note = one_line("说明", longest=200, required=False)

    def clean_first_serial(self) -> str:
        """Spaces, full-width forms and letter case make no other number."""
        return fold(self.cleaned_data["first_serial"]).upper()

    def clean_last_serial(self) -> str:
        """As the first one."""
        return fold(self.cleaned_data["last_serial"]).upper()


class EntryForm(_BlanksForm):
    """One line of the ledger."""

    move = forms.ChoiceField(
        label="事项",
        choices=BY_HAND,
        error_messages={"required": "请选择事项。", "invalid_choice": "请从列表中选择事项。"},
    )
    batch = forms.ModelChoiceField(
        Batch.objects.none(),
        label="批次",
        required=False,
        empty_label="（不属于某一批次）",
        help_text="为某一批次领用、打印、退回或作废的，请选择。",
        error_messages={"invalid_choice": "请从列表中选择成绩已审核通过的批次。"},
    )
    field_order = ("move", "scheme", "count", "batch", "first_serial", "last_serial", "note")

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = Batch.objects.visible_to(actor).filter(status__in=PUBLISHED).order_by("-exam_date", "-pk")
        self.fields["batch"].queryset = found.select_related("station__organisation")  # type: ignore[attr-defined]
        self.fields["note"].help_text = "领用超过合格人数的 110%，或不为某一批次领用时，须写明理由。"

    def clean(self) -> dict[str, Any]:
        """A batch takes blanks of its own scheme."""
        cleaned = super().clean() or self.cleaned_data
        batch = cleaned.get("batch")
        if batch is not None and cleaned.get("scheme") not in {None, batch.scheme}:
            self.add_error("scheme", f"该批次属于{batch.get_scheme_display()}，请选择相同的证书种类。")
        return cleaned

    def move_asked(self) -> Move:
        """Return what was typed."""
        return Move(**self.cleaned_data)


class CorrectForm(_BlanksForm):
    """How many blanks a balance has more or fewer than the ledger says, and why."""

    move = forms.ChoiceField(
        label="更正",
        choices=[(move, BlankMove(move).label) for move in CORRECTIONS],
        error_messages={"required": "请选择增加或减少。", "invalid_choice": "请从列表中选择增加或减少。"},
    )
    place = forms.ChoiceField(
        label="更正哪一项结存",
        choices=BlankPlace,
        error_messages={"required": "请选择结存。", "invalid_choice": "请从列表中选择结存。"},
    )
    field_order = ("scheme", "place", "move", "count", "first_serial", "last_serial", "note")

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        note = self.fields["note"]
        note.label, note.required = "原因", True
        note.error_messages["required"] = "请填写原因。"
        note.help_text = "写明原来登记有什么错误，或盘点差异的原因。"

    def move_asked(self) -> Move:
        """Return what was typed."""
        return Move(**self.cleaned_data)


class DestroyForm(_BlanksForm):
    """Spoiled blanks to be destroyed, and who witnesses it."""

    witness = forms.ModelChoiceField(
        User.objects.none(),
        label="监销人",
        empty_label="请选择",
        help_text="本单位的另一人。监销人登录平台确认后，才记入台账。",
        error_messages={"required": "请选择监销人。", "invalid_choice": "请选择本单位的另一人监销。"},
    )
    field_order = ("scheme", "count", "first_serial", "last_serial", "witness", "note")

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        office = User.objects.get_queryset().of_office(actor).filter(is_active=True)
        witness = self.fields["witness"]
        witness.queryset = others = office.exclude(pk=actor.pk).order_by("pk")  # type: ignore[attr-defined]
        if not others.exists():
            witness.help_text = format_html(NOBODY_ELSE, reverse("office:logins"))

    def move_asked(self) -> Move:
        """Return what was typed, without the witness."""
        told = {name: fact for name, fact in self.cleaned_data.items() if name != "witness"}
        return Move(move=BlankMove.DESTROYED, **told)


class LedgerFilter(forms.Form):
    """Which lines of the ledger."""

    scheme = filter_choice("证书种类", Scheme.choices)
    move = filter_choice("事项", BlankMove.choices)

    def asked(self) -> dict[str, str]:
        """Return the valid filters that were set."""
        self.is_valid()
        return {name: word for name, word in self.cleaned_data.items() if word}
