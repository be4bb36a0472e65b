"""What staff type into the clauses of eligibility and the table of years of birth."""

from typing import Any

from django import forms

from accounts.form_fields import DigitsField, one_day, one_line
from accounts.forms import ConfirmForm
from candidates.forms.requirements import RequirementsForm
from candidates.models import EligibilityClause
from candidates.models.eligibility import STUDENT_LEVELS
from scope_catalog.levels import Level

FIRST_YEAR, LAST_YEAR = 1900, 2100


def _clause_text() -> forms.CharField:
    hint = "按服务指南或国家职业标准的原文填写，考生会看到。"
    return one_line("条件原文", longest=300, help_text=hint, widget=forms.Textarea(attrs={"rows": 3}))


def _source() -> forms.CharField:
    return one_line(
        "依据", longest=100, help_text="文件名称和条款，如“机械行业职业能力水平评价服务指南 4.3-2”。"
    )


def _last_day() -> forms.DateField:
    return one_day("截止日期（选填）", "最后一个适用的考试日（含当日）；一直有效的不用填写。", required=False)


class ClauseWords(ConfirmForm):
    """A clause's words and the last day that it holds for."""

    text = _clause_text()
    source = _source()
    valid_to = _last_day()


class ClauseRevision(RequirementsForm):
    """Other requirements from a day on."""

    starts_on = one_day("新条件施行日期", "从这一天起的考试按新条件判断，前一天为现行条件的截止日期。")
    text = _clause_text()
    source = _source()
    field_order = ("starts_on", "text", "source")


class NewClause(RequirementsForm):
    """A clause that the table doesn't have."""

    level = forms.TypedChoiceField(
        label="等级",
        choices=[("", "请选择"), *((level.value, level.label) for level in Level)],
        coerce=int,
        empty_value=None,
        error_messages={"required": "请选择等级。", "invalid_choice": "请从列表中选择等级。"},
    )
    number = DigitsField(
        label="序号",
        min_value=1,
        max_value=99,
        help_text="这一条在该等级条件中的序号，如第 3 条填 3。",
        error_messages={
            "required": "请填写序号。",
            "invalid": "序号须为整数。",
            "min_value": "序号须为 1 到 99。",
            "max_value": "序号须为 1 到 99。",
        },
    )
    text = _clause_text()
    source = _source()
    valid_from = one_day("施行日期", "第一个适用的考试日。")
    valid_to = _last_day()
    field_order = ("level", "number", "text", "source", "valid_from", "valid_to")


def facts_of_clause(clause: EligibilityClause) -> dict[str, Any]:
    """Return a clause's words and last day as `ClauseWords` shows them."""
    return {"text": clause.text, "source": clause.source, "valid_to": clause.valid_to}


def _year(label: str, hint: str = "") -> DigitsField:
    wrong = f"{label}请填写四位年份，如 2009。"
    return DigitsField(
        label=label,
        units="年",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text=hint,
        error_messages={
            "required": f"请填写{label}。",
            "invalid": wrong,
            "min_value": wrong,
            "max_value": wrong,
        },
    )


class BirthYearsChange(ConfirmForm):
    """The years of birth of one year and level."""

    born_from = _year("最早出生年份", "包括这一年，如 2005。")
    born_to = _year("最晚出生年份", "包括这一年，如 2009。")


class NewBirthYears(BirthYearsChange):
    """The years of birth of a year and level that the table doesn't have."""

    year = _year("考试年度", "考试日所在的年份。")
    level = forms.TypedChoiceField(
        label="等级",
        choices=[("", "请选择"), *((level.value, level.label) for level in STUDENT_LEVELS)],
        coerce=int,
        empty_value=None,
        error_messages={"required": "请选择等级。", "invalid_choice": "请从列表中选择等级。"},
    )
    field_order = ("year", "level", "born_from", "born_to")
