"""Starting an examiner application."""

from typing import Any

from django import forms

from accounts.form_fields import PersonNameField
from accounts.models import User
from examiners.models import ApplicationSubject, Examiner, SoughtGrade
from examiners.services.starting import Start

CHOICE = {"invalid_choice": "没有这个选项，请从列表中选择。"}
STATION_ONLY = (ApplicationSubject.PROMOTION, ApplicationSubject.TRADES)


class ExaminerChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable when it runs
    """One of the own examiners, told apart by the certificate number."""

    def label_from_instance(self, obj: Examiner) -> str:
        """Return name, grade and number."""
        return f"{obj.person_name}（{obj.get_grade_display()}，{obj.certificate_number}）"


class StartForm(forms.Form):
    """What an application is about, and whom: somebody new, or one of the own examiners."""

    subject = forms.ChoiceField(
        label="申报类别",
        choices=ApplicationSubject.choices,
        initial=ApplicationSubject.APPOINTMENT,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择申报类别。", **CHOICE},
    )
    person_name = PersonNameField(required=False, help_text="首次申报填写，与身份证一致。")
    sought = forms.ChoiceField(
        label="参加培训项目",
        choices=SoughtGrade.choices,
        initial=SoughtGrade.EXAMINER,
        required=False,
        widget=forms.RadioSelect,
        help_text="首次申报选择；高级考评员须取得考评员资格一年以上（服务指南 3.1.2）。",
        error_messages=CHOICE,
    )
    examiner = ExaminerChoiceField(
        label="在册考评员",
        queryset=Examiner.objects.none(),
        required=False,
        empty_label="请选择",
        help_text="晋升和增减工种选择，只列出本站有效的考评员。",
        error_messages={"invalid_choice": "该考评员不在本站有效的考评员中，请从列表中选择。"},
    )

    def __init__(self, *args: Any, actor: User, examiners: list[Examiner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        fields: dict[str, Any] = self.fields
        fields["examiner"].queryset = Examiner.objects.filter(pk__in=[one.pk for one in examiners])
        if not examiners:
            choices = [choice for choice in ApplicationSubject.choices if choice[0] not in STATION_ONLY]
            fields["subject"].choices = choices
            del self.fields["examiner"]

    def start(self) -> Start:
        """Return what was chosen."""
        facts = self.cleaned_data
        return Start(
            subject=ApplicationSubject(facts["subject"]),
            person_name=facts["person_name"],
            sought=SoughtGrade(facts["sought"] or SoughtGrade.EXAMINER),
            examiner=facts.get("examiner"),
        )
