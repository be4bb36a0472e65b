"""What management and stations type into the pages of trainings."""

from typing import Any

from django import forms

from accounts.form_fields import DigitsField, filter_choice, one_day, one_line
from accounts.models import User
from examiners.models import ExaminerApplication, ExaminerApplicationQuerySet, SoughtGrade, Training
from examiners.services.training_facts import MOST_PLACES, TrainingFacts
from examiners.trainings import TrainingState

NOT_OFFERED = "所选人员不能报名：须为本单位正在办理、申报类别与本班相符、尚未报名的人员。请从列表中选择。"


class TrainingFilter(forms.Form):
    """What the list of trainings is narrowed by; kept in the address."""

    state = filter_choice("状态", TrainingState.choices)
    sought = filter_choice("培训对象", SoughtGrade.choices)
    year = filter_choice("年份")

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        starts = Training.objects.visible_to(actor).dates("starts_on", "year", order="DESC")
        years = [(str(day.year), f"{day.year} 年") for day in starts]
        self.fields["year"].choices = [("", "全部"), *years]  # type: ignore[attr-defined]  # a choice field

    def asked(self) -> dict[str, str]:
        """Return the valid filters that are set."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class TrainingForm(forms.Form):
    """The facts of a training; the service judges and stores them."""

    title = one_line("名称", longest=100, help_text="如 2026 年第一期考评员培训认证班。")
    sought = forms.ChoiceField(
        label="培训对象",
        choices=SoughtGrade.choices,
        widget=forms.RadioSelect,
        help_text="只有申报同一类别的人员可以报名。",
        error_messages={"required": "请选择培训对象。", "invalid_choice": "没有这个类别。请从列表中选择。"},
    )
    is_online = forms.TypedChoiceField(
        label="培训方式",
        choices=[("0", "线下"), ("1", "线上")],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择培训方式。", "invalid_choice": "请选择线下或线上。"},
    )
    place = one_line("地点或线上入口", longest=200)
    starts_on = one_day("开班日期", "")
    ends_on = one_day("结班日期", "")
    enrol_until = one_day("报名截止", "当日 24:00 截止，最晚为开班当日。")
    capacity = DigitsField(
        label="名额",
        units="人名",
        min_value=1,
        max_value=MOST_PLACES,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": "请填写名额。",
            "invalid": "名额须为整数，请重新填写。",
            "min_value": "名额至少 1 人，请重新填写。",
            "max_value": f"名额最多 {MOST_PLACES} 人，请分班举办。",
        },
    )
    remarks = one_line(
        "说明", longest=500, required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="选填。"
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def facts(self) -> TrainingFacts:
        """Return what was typed."""
        return TrainingFacts(**self.cleaned_data)


class PeopleField(forms.ModelMultipleChoiceField[ExaminerApplication]):
    """People by their applications."""

    def label_from_instance(self, obj: ExaminerApplication) -> str:
        """Return the name, and where the application stands."""
        return f"{obj.person_name}（{obj.get_subject_display()}，{obj.get_status_display()}）"


class EnterForm(forms.Form):
    """Which of one's own people attend."""

    applications = PeopleField(
        queryset=ExaminerApplication.objects.none(),
        label="人员",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "还没有选择人员。请勾选要报名的人员。",
            "invalid_choice": NOT_OFFERED,
            "invalid_pk_value": NOT_OFFERED,
            "invalid_list": NOT_OFFERED,
        },
    )

    def __init__(self, *args: Any, actor: User, choices: ExaminerApplicationQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["applications"].queryset = choices  # type: ignore[attr-defined]  # a model choice field
