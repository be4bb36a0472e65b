"""One row of a history: a school, or a job and the time without one."""

from typing import Any

from django import forms

from accounts.form_fields import one_line
from accounts.form_rows import RowForm
from candidates.forms.fields import MonthField
from candidates.models import Education, Enrolment, HistoryKind
from candidates.models.enrolments import RELATIONS
from candidates.services import Period
from ostami import clock

OTHER = HistoryKind.OTHER.value
STAGES = [("", "请选择"), *Education.choices]
# Students have no page on work: whatever they did between two schools stands among these.
STUDENT_STAGES = [*STAGES, (OTHER, "其他（务工、待业、服役等）")]


class PeriodForm(RowForm):
    """One period: months and place."""

    start = MonthField(label="起始年月", error_messages={"required": "请填写起始年月，如 2020-09。"})
    end = MonthField(label="截止年月", required=False, help_text="至今的不填。")

    def __init__(self, *args: Any, enrolment: Enrolment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.enrolment = enrolment

    def clean(self) -> dict[str, Any]:
        """Check the order of the months."""
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        if start and start > clock.today():
            self.add_error("start", "起始年月不能晚于今天。")
        elif start and start <= self.enrolment.candidate.birth_date:
            self.add_error("start", "起始年月早于出生日期，请更正。")
        if end and end > clock.today():
            self.add_error("end", "截止年月不能晚于今天；至今的不填。")
        if start and end and end < start:
            self.add_error("end", "截止年月不能早于起始年月，请对调或更正。")
        return self.cleaned_data

    @property
    def period(self) -> Period:
        """The period as typed."""
        raise NotImplementedError


class StudyForm(PeriodForm):
    """One school."""

    stage = forms.ChoiceField(
        label="就读阶段",
        choices=STAGES,
        error_messages={"required": "请选择就读阶段。", "invalid_choice": "请从列表中选择就读阶段。"},
    )
    place = one_line("学校", longest=100)
    subject = one_line("专业（初中、高中不填）", longest=60, required=False)
    duty = one_line("担任职务（选填）", longest=60, required=False)
    field_order = ("stage", "place", "start", "end", "subject", "duty")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.enrolment.is_student:
            self.fields["stage"].choices = STUDENT_STAGES  # type: ignore[attr-defined]  # a choice field

    @property
    def period(self) -> Period:
        """The period as typed; what was no school has no stage."""
        facts = self.cleaned_data
        if facts["stage"] == OTHER:
            return Period(**{**facts, "stage": "", "kind": HistoryKind.OTHER})
        return Period(**facts)


class WorkForm(PeriodForm):
    """One job, or time without one."""

    says_nothing = frozenset({"kind"})

    kind = forms.ChoiceField(
        label="类别",
        choices=[(HistoryKind.WORK.value, "工作"), (OTHER, HistoryKind.OTHER.label)],
        initial=HistoryKind.WORK,
        error_messages={"invalid_choice": "请从列表中选择类别。"},
    )
    place = one_line("单位（待业的填所在地）", longest=100)
    subject = one_line("岗位（工种）", longest=60, required=False)
    relation = forms.ChoiceField(
        label="与申报职业",
        choices=[("", "请选择"), *RELATIONS],
        required=False,
        help_text="只有相同或相关的工作计入年限，由考试站核对。",
        error_messages={"invalid_choice": "请从列表中选择与申报职业的关系。"},
    )
    field_order = ("kind", "place", "start", "end", "subject", "relation")

    def clean(self) -> dict[str, Any]:
        """A job says how it stands to the trade."""
        facts = super().clean()
        if facts.get("kind") == HistoryKind.WORK and "relation" in facts and not facts["relation"]:
            self.add_error("relation", "请选择这份工作与申报职业是相同、相关还是不相关。")
        return facts

    @property
    def period(self) -> Period:
        """The period as typed."""
        facts = {**self.cleaned_data, "kind": HistoryKind(self.cleaned_data["kind"])}
        return Period(**facts if facts["kind"] == HistoryKind.WORK else {**facts, "relation": ""})
