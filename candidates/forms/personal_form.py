"""The personal form F3 as the candidate fills it (guide 4.4)."""

from typing import Any

from django import forms

from accounts.form_fields import DigitsField, one_line
from accounts.models import User
from candidates.forms.fields import MonthField
from candidates.models import Education, Enrolment
from candidates.services import FORM_FIELDS
from ostami import clock


def _optional(label: str, longest: int, help_text: str = "") -> forms.CharField:
    return one_line(label, longest=longest, required=False, help_text=help_text)


class PersonalForm(forms.Form):
    """Everything on F3 that isn't known from the registration and the batch; may be saved incomplete."""

    institution = _optional("就读院校", 100)
    education = forms.ChoiceField(
        label="文化程度",
        choices=[("", "请选择"), *Education.choices],
        required=False,
        help_text="在读学生选择目前就读的层次。",
        error_messages={"invalid_choice": "请从列表中选择文化程度。"},
    )
    entered_on = MonthField(
        label="入学时间", required=False, help_text="与学生证上的入学时间一致，如 2023-09。"
    )
    subject = _optional("专业", 60)
    prior_skill = _optional("已取得职业技能名称及等级", 60, "没有可不填，如 车工 五级/初级工。")
    prior_certificate_number = _optional("已取得证书编号", 40)
    prior_issuer = _optional("发证单位", 60)
    years_in_occupation = DigitsField(
        units="年",
        label="申报职业工龄（年）",
        required=False,
        min_value=0,
        max_value=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text="没有可不填。",
        error_messages={
            "invalid": "请填写整数年数，如 3。",
            "min_value": "工龄为 0 至 60 年。",
            "max_value": "工龄为 0 至 60 年。",
        },
    )
    eligibility = one_line(
        "是否符合申报条件",
        longest=200,
        required=False,
        help_text="写明符合哪一项条件（服务指南 4.3），如“中专在读，在校满两年，正规培训满 400 学时”。",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    other = _optional("其他", 100, "没有可不填。")

    def __init__(self, *args: Any, actor: User, enrolment: Enrolment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {name: getattr(enrolment, name) for name in FORM_FIELDS}
        self.actor, self.enrolment = actor, enrolment
        self.fields["institution"].label = enrolment.institution_label
        if not enrolment.is_student:
            self.fields["institution"].help_text = "没有工作单位的，填写所在街道（社区）。"
            self.fields["education"].help_text = "已取得的最高学历。"
            self.fields["entered_on"].help_text = "最高学历的入学时间，可不填。"

    def clean_entered_on(self) -> Any:
        """Nobody starts school in the future or before birth."""
        month = self.cleaned_data["entered_on"]
        if month and month > clock.today():
            raise forms.ValidationError("入学时间不能晚于今天，请核对学生证。")
        if month and month <= self.enrolment.candidate.birth_date:
            raise forms.ValidationError("入学时间早于出生日期，请核对学生证。")
        return month
