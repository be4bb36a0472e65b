"""What a station, and those who grade it, type into the pages of annual reviews."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.validators import MinValueValidator

from accounts.models import User
from accounts.rights import Role
from stations.completeness import AREAS
from stations.models import AnnualReview, ReviewGrade, Station
from stations.reviews import ReviewState
from workflow.forms import TransitionForm

HINTS = {
    "premises_changes": "本年度新增、减少或更换的场地和设备；没有变化请写“无变化”。",
    "staff_changes": "站长、副站长、专职管理人员和考评员的变动；没有变化请写“无变化”。",
    "self_assessment": "评价工作的组织、质量、收费、档案和保密等情况。",
    "shortcomings": "存在的问题，以及改进的措施和期限。",
}


class ReviewForm(forms.ModelForm[AnnualReview]):
    """The station's own answers; all may stay empty until the review is handed in."""

    class Meta:
        model = AnnualReview
        fields = (*AREAS, "premises_changes", "staff_changes", "self_assessment", "shortcomings")
        help_texts = HINTS
        widgets = {name: forms.Textarea(attrs={"rows": 5}) for name in HINTS}

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in AREAS:
            self._take_area(self.fields[name])
        for name in HINTS:
            sentence = "请控制在 %(limit_value)d 字以内，现有 %(show_value)d 字。"
            self.fields[name].error_messages["max_length"] = sentence

    def _take_area(self, field: forms.Field) -> None:
        field.help_text = "平方米，可有一位小数。"
        field.validators.append(MinValueValidator(0, "面积不能为负数，请重新填写。"))
        field.error_messages.update(
            invalid="面积须为数字，如 120 或 86.5，请重新填写。",
            max_decimal_places="面积最多一位小数，请重新填写。",
            max_digits="面积过大，请核对后重新填写。",
            max_whole_digits="面积过大，请核对后重新填写。",
        )


class GradeForm(TransitionForm):
    """Grade and opinion."""

    grade = forms.ChoiceField(
        label="评定结果",
        choices=ReviewGrade.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "请选择评定结果。",
            "invalid_choice": "没有这个评定结果，请重新选择。",
        },
    )
    field_order = ("grade", "reason")


class ReviewFilter(forms.Form):
    """Which year's reviews staff see; kept in the address."""

    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), *ReviewState.choices], initial=""
    )
    province = forms.ChoiceField(label="省份", required=False)

    def __init__(self, *args: Any, actor: User, years: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("year", ((year, f"{year} 年度") for year in years))
        if actor.role == Role.BRANCH:
            del self.fields["province"]
        else:
            names = Station.objects.visible_to(actor).provinces()
            self._offer("province", [("", "全部"), *((name, name) for name in names)])
        for name, field in self.fields.items():
            field.widget.attrs.update({"class": "form-select", "aria-describedby": f"filter-{name}"})
            field.error_messages["invalid_choice"] = f"没有这个{field.label}，未按它筛选。请从列表中选择。"

    def _offer(self, name: str, choices: Iterable[tuple[int | str, str]]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = list(choices)

    def asked(self) -> dict[str, Any]:
        """Return the valid filters that were set."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
