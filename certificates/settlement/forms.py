"""What is typed into the pages of fees, slips and settlements."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.form_fields import filter_choice, one_day, one_line, search_word
from accounts.models import User
from certificates.models import SettlementStatus
from certificates.settlement.slips import KINDS, SLIP_MAX_BYTES, SlipFacts
from documents.upload_limits import MEGABYTE, size_problem
from scope_catalog.choices import Scheme
from scope_catalog.levels import Level
from stations.forms.files import CHOOSE
from stations.services.files import SentFile
from workflow.forms import TransitionForm

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


def yuan(label: str, hint: str, *, digits: int, least: str) -> forms.DecimalField:
    """Return a field for an amount of yuan with cents."""
    return forms.DecimalField(
        label=label,
        min_value=Decimal(least),
        max_digits=digits,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        help_text=hint,
        error_messages={
            "required": f"请填写{label}。",
            "invalid": f"{label}须是数字，如 1400.00。",
            "min_value": f"{label}不能小于 %(limit_value)s 元。",
            "max_digits": f"{label}过大，请核对。",
            "max_whole_digits": f"{label}过大，请核对。",
            "max_decimal_places": f"{label}最多两位小数（到分）。",
        },
    )


class FeeForm(forms.Form):
    """What a certificate of a scheme and some levels costs from a day on."""

    scheme = forms.ChoiceField(
        label="评价类别", choices=Scheme.choices, error_messages={"required": "请选择评价类别。"}
    )
    levels = forms.TypedMultipleChoiceField(
        label="等级",
        choices=Level.choices,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="金额相同的等级可以一次设定。",
        error_messages={"required": "请选择等级。", "invalid_choice": "没有这个等级，请从列表中选择。"},
    )
    amount = yuan("金额（元/人）", "每本证书，可到分；不收费的填 0。", digits=8, least="0")
    valid_from = one_day(
        "生效日期",
        "考试日期在这一天及以后的批次按此收费。待付款、有疑问的结算可以重新计算，其余已生成的结算不变。",
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class SlipForm(forms.Form):
    """A slip and what it says."""

    amount = yuan("汇款金额（元）", "按汇款单填写。", digits=10, least="0.01")
    paid_on = one_day("汇款日期", "汇款单上的日期，不晚于今天。")
    note = one_line("说明", longest=200, required=False, help_text="如流水号、付款账户名称，可以不填。")
    file = forms.FileField(
        label="汇款单",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": KINDS.accept}),
        help_text=f"{KINDS.words}，不超过 {SLIP_MAX_BYTES // MEGABYTE} MB。",
        error_messages={"required": CHOOSE, "invalid": CHOOSE},
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def clean_file(self) -> SentFile:
        """Return the file; one that is too large isn't even read."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if problem := size_problem(file.size or 0, max_bytes=SLIP_MAX_BYTES, noun="文件"):
            raise ValidationError(str(problem))
        return SentFile(file.name or "", bytes(file.read()))

    @property
    def facts(self) -> SlipFacts:
        """What is said of the slip."""
        told = self.cleaned_data
        return SlipFacts(told["amount"], told["paid_on"], told["note"])


class WithdrawForm(forms.Form):
    """Why a slip is withdrawn."""

    reason = one_line("作废原因", longest=200, help_text="如：上传了其他批次的汇款单。")

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class MoveForm(TransitionForm):
    """A move's words, and what its page showed of the money."""

    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)


class SettlementFilter(forms.Form):
    """What the list of settlements, and so the statement, shows; kept in the address.

    Args:
        years: the years of exams to choose from.
        by_station: whether to ask for stations, for those who see several.
    """

    year = filter_choice("考试年度", nothing="全部年度")
    status = filter_choice("状态", SettlementStatus.choices)
    scheme = filter_choice("评价类别", Scheme.choices)
    station = search_word("考试站", "编码或名称")

    def __init__(self, *args: Any, years: list[int], by_station: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year: Any = self.fields["year"]
        year.choices = [("", "全部年度"), *((str(one), f"{one} 年") for one in years)]
        if not by_station:
            del self.fields["station"]
        self.is_valid()
