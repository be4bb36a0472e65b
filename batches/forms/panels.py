"""Who sits on a panel, and what the station says of it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, cast

from django import forms

from accounts.form_fields import one_line
from accounts.forms import ConfirmForm
from batches.models import Batch, PlanItem
from batches.panels.declaring import DECLARATION
from batches.selectors import Sat, sat_before, sitting
from examiners.models import Examiner
from ostami import policy

NOT_FIT = (
    "所选人员不能担任：须为本考试站、取得该工种资格、在考试日有效的考评员（服务指南 4.5.1-4）。"
    "请从名单中选择。"
)


class LeaderField(forms.ModelChoiceField[Examiner]):
    """Choose one examiner."""

    def label_from_instance(self, obj: Examiner) -> str:
        """Return name, grade, certificate and validity."""
        return _examiner_label(obj)


class ExaminersField(forms.ModelMultipleChoiceField[Examiner]):
    """Choose several examiners; beside each stands when they sat last, so that panels rotate."""

    sat: Mapping[int, Sat] = MappingProxyType({})

    def label_from_instance(self, obj: Examiner) -> str:
        """Return name, grade, certificate, validity, and when the examiner sat last."""
        return f"{_examiner_label(obj)}{_sat_label(self.sat.get(obj.pk))}"


def _examiner_label(examiner: Examiner) -> str:
    grade = examiner.get_grade_display()
    return (
        f"{examiner.person_name}（{grade}，证号 {examiner.certificate_number}，有效期至 {examiner.valid_to}）"
    )


def _sat_label(sat: Sat | None) -> str:
    return f"，上次 {sat.last}，该工种最近 {sat.of} 个批次中 {sat.times} 次" if sat else ""


class PanelForm(ConfirmForm):
    """The panel of a batch item: one leader and its examiners (guide 4.5.1-4)."""

    leader = LeaderField(
        queryset=Examiner.objects.none(),
        label="考评组长",
        empty_label=None,
        widget=forms.RadioSelect,
        help_text="选择 1 位。组长可以同时是考评员，计入考评组人数。",
        error_messages={"required": "请选择 1 位考评组长（服务指南 4.5.1-4）。", "invalid_choice": NOT_FIT},
    )
    examiners = ExaminersField(
        queryset=Examiner.objects.none(),
        label="考评员",
        widget=forms.CheckboxSelectMultiple,
        help_text=f"连同组长至少 {policy.PANEL_MIN_EXAMINERS} 人，宜为单数。",
        error_messages={
            "required": "请选择考评员（服务指南 4.5.1-4）。",
            "invalid_choice": NOT_FIT,
            "invalid_pk_value": NOT_FIT,
        },
    )

    avoidance_declared = forms.BooleanField(
        label=f"声明：{DECLARATION}",
        required=False,
        help_text="任教班级的教师、考生的亲属须回避，不得考评相关考生。提交批次申请前须声明。",
    )
    avoidance_named = one_line(
        "须回避的考评员（有上述关系时填写）",
        longest=300,
        required=False,
        help_text="写明姓名和关系，如“张老师任教数控2301班，不考评该班考生”；填写后不勾选声明。",
    )
    panel_reason = one_line(
        "考评组说明",
        longest=300,
        required=False,
        help_text="考评组为双数，或与上次相比更换过少时，写明理由，由管理站审批时参考。",
    )

    def __init__(self, *args: Any, batch: Batch, plan_item: PlanItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("leader", "examiners"):
            cast("LeaderField", self.fields[name]).queryset = sitting(batch, plan_item)
        cast("ExaminersField", self.fields["examiners"]).sat = sat_before(batch, plan_item)
