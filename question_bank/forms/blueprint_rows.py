"""The rows of a blueprint's page: kinds, and knowledge points."""

from typing import Any

from django import forms

from accounts.form_fields import DigitsField, one_line
from accounts.form_rows import BaseRows, StoredRowForm, rows_of
from accounts.names import fold
from question_bank.blueprint_facts import KindRow
from question_bank.blueprint_rules import MOST_OF_A_KIND, MOST_POINTS, MOST_QUOTAS, POINTS_STEP
from question_bank.kinds import QuestionKind

KINDS = [("", "请选择"), *QuestionKind.choices]
POINT_LENGTH = 60  # as in a question
POINTS_LIST = "known-points"  # the id of the page's list of knowledge points
POINTS_WRONG = f"每题分值须大于 0、不超过 {MOST_POINTS}，以 {POINTS_STEP} 分为单位，如 2 或 1.5。"


def digits(label: str, *, least: int, most: int, required: bool = True, units: str = "") -> DigitsField:
    """Return a field for a small number, with one sentence for whatever is wrong with it."""
    wrong = f"{label}须为 {least} 至 {most} 的整数。"
    return DigitsField(
        label=label,
        units=f"{units} ",
        required=required,
        min_value=least,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": f"请填写{label}。",
            **dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
        },
    )


class PointsField(forms.DecimalField):
    """Points in steps of a half."""

    default_error_messages = {"required": "请填写每题分值。", "invalid": POINTS_WRONG}

    def to_python(self, value: Any) -> Any:
        """Return the number; full-width digits and the unit behind it are forgiven."""
        return super().to_python(fold(value).rstrip("分 ") if isinstance(value, str) else value)

    def validate(self, value: Any) -> None:
        """Refuse what nobody can score."""
        super().validate(value)
        if value is not None and (not 0 < value <= MOST_POINTS or value % POINTS_STEP):
            raise forms.ValidationError(POINTS_WRONG)


class KindRowForm(StoredRowForm):
    """How many questions of one kind, and what each is worth."""

    kind = forms.ChoiceField(
        label="题型",
        choices=KINDS,
        error_messages={"required": "请选择题型。", "invalid_choice": "请从列表中选择题型。"},
    )
    count = digits("题数", least=1, most=MOST_OF_A_KIND, units="道题")
    points = PointsField(
        label="每题分值", widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    )

    @property
    def row(self) -> KindRow:
        """The row as typed."""
        typed = self.cleaned_data
        return KindRow(kind=QuestionKind(typed["kind"]), count=typed["count"], points=typed["points"])


class QuotaForm(StoredRowForm):
    """At least so many questions of a knowledge point."""

    point = one_line(
        "知识点",
        longest=POINT_LENGTH,
        widget=forms.TextInput(attrs={"list": POINTS_LIST, "autocomplete": "off"}),
    )
    count = digits("至少题数", least=1, most=MOST_OF_A_KIND, units="道题")


class BaseKindRows(BaseRows[KindRowForm]):
    """All kinds: each once."""

    def clean(self) -> None:
        """Name the rows that repeat an earlier one."""
        self.refuse_repeats("kind", lambda row: row.cleaned_data.get("kind"))


class BaseQuotas(BaseRows[QuotaForm]):
    """All knowledge points: each once."""

    def clean(self) -> None:
        """Name the rows that repeat an earlier one."""
        self.refuse_repeats("point", lambda row: row.cleaned_data.get("point"))


KindRows = rows_of(KindRowForm, most=len(QuestionKind), blank=1, base=BaseKindRows)
Quotas = rows_of(QuotaForm, most=MOST_QUOTAS, base=BaseQuotas)
