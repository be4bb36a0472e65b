"""The page of the personal form on school, or on employer and schooling (guide 4.4)."""

from datetime import date
from typing import Any

from django import forms

from accounts.form_fields import DigitsField
from candidates.forms.answers import AnswersForm, choice, optional, relation
from candidates.forms.fields import MonthField
from candidates.models import Education
from candidates.models.enrolments import PROGRAMMES
from candidates.personal_form.asked import TECHNICAL_SCHOOLS, school_fields
from ostami import clock, policy

MOST_HOURS = 9999
HOURS = f"培训学时为 0 至 {MOST_HOURS} 的整数，如 420。"
NO_STUDENT = {
    "institution": "没有工作单位的，填写所在街道（社区）。",
    "education": "已取得的最高学历。",
    "entered_on": "最高学历的入学时间；不凭学历申报的可不填。",
    "graduated_on": "凭毕业证书申报的请填写，并在“材料”页上传毕业证书；不凭学历申报的可不填。",
    "subject": "最高学历所学的专业。",
}


class PersonalForm(AnswersForm):
    """School or employer, and what the person studies or studied; may be saved incomplete."""

    optional_names = frozenset(
        {"class_name", "programme", "graduated_on", "training_hours", "asks_internship"}
    )

    institution = optional(
        "", 100, "学校全称，与学生证一致。", widget=forms.TextInput(attrs={"autocomplete": "organization"})
    )
    class_name = optional("", 40, "如 数控 2301 班。")
    education = choice("文化程度", Education.choices, "选择目前就读的层次。")
    programme = choice("班别", PROGRAMMES, "中专/职高/技校、高级技工学校的填写，其他学校不填。")
    subject = optional("", 60, "与学生证一致，如 数控技术应用。")
    subject_relation = relation("所学专业与申报工种", "照实选择，由考试站核对（服务指南 4.7-1）。")
    entered_on = MonthField(required=False, help_text="与学生证上的入学时间一致，如 2023-09。")
    graduated_on = MonthField(required=False, help_text="不清楚可不填，如 2027-06。")
    training_hours = DigitsField(
        units="学时小",
        required=False,
        min_value=0,
        max_value=MOST_HOURS,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=f"经本校正规培训的学时，须达到 {policy.STUDENT_TRAINING_HOURS} 学时（服务指南 4.3-1）；"
        "不清楚可不填，由考试站核对。",
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), HOURS),
    )
    asks_internship = forms.BooleanField(
        required=False,
        help_text="在校不满两年、大三要外出实习，从大二下学期起申请的，请勾选（服务指南 4.7-4）。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.enrolment.is_student:
            return
        for name, hint in NO_STUDENT.items():
            self.fields[name].help_text = hint
        for name in ("entered_on", "subject", "subject_relation"):
            self.fields[name].label = f"{self.label(name)}（凭学历申报的必填）"

    def asked(self) -> tuple[str, ...]:
        """Return the fields on school or employer."""
        return school_fields(self.enrolment)

    def clean_entered_on(self) -> date | None:
        """Nobody starts school in the future or before birth."""
        month: date | None = self.cleaned_data["entered_on"]
        if month and month > clock.today():
            raise forms.ValidationError("入学时间不能晚于今天，请核对学生证。")
        if month and month <= self.enrolment.candidate.birth_date:
            raise forms.ValidationError("入学时间早于出生日期，请核对学生证。")
        return month

    def clean(self) -> dict[str, Any]:
        """Check what fields say together."""
        facts = self.cleaned_data
        entered, graduated = facts.get("entered_on"), facts.get("graduated_on")
        if entered and graduated and graduated <= entered:
            self.add_error("graduated_on", "毕业时间须晚于入学时间，请核对后更正。")
        if graduated and not self.enrolment.is_student and graduated > clock.today():
            self.add_error(
                "graduated_on",
                "毕业时间不能晚于今天；还没有毕业的，请填写已取得的最高学历，或报考在读学生批次。",
            )
        if facts.get("programme") and facts.get("education") not in {*TECHNICAL_SCHOOLS, ""}:
            self.add_error(
                "programme", "只有中专/职高/技校、高级技工学校有班别，请改为“请选择”或更正文化程度。"
            )
        return facts
