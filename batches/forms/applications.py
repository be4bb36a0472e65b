"""What stations type into batch applications."""

from typing import Any, cast

from django import forms

from accounts.forms import ConfirmForm
from accounts.models import User
from batches.models import Batch, CandidateType, PlanItem
from ostami import clock, policy
from scope_catalog.choices import Scheme

NOT_FREE = "所选计划项不能选用：须为本站已批准且未被选用的计划项（服务指南 4.5.1-1）。请从列表中选择。"


class BatchForm(ConfirmForm):
    """A batch application as a whole."""

    scheme = forms.ChoiceField(
        label="评价类别",
        choices=Scheme.choices,
        error_messages={"invalid_choice": "没有这个评价类别，请重新选择。"},
    )
    candidate_type = forms.ChoiceField(
        label="考生类型",
        choices=CandidateType.choices,
        widget=forms.RadioSelect,
        help_text="一个批次只有一类考生，不同类型请分批次申请（服务指南 4.5.1-3）。",
        error_messages={"required": "请选择考生类型。", "invalid_choice": "没有这个考生类型，请重新选择。"},
    )
    exam_date = forms.DateField(
        label="考试日期（计划评价/认定时间）",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": "请选择考试日期。",
            "invalid": "考试日期格式为 年-月-日，如 2026-09-01，请重新填写。",
        },
    )
    place = forms.CharField(
        label="考试地点",
        max_length=100,
        help_text="写明校区、楼号和房间，理论与实操分开的请都写上。",
        error_messages={"required": "请填写考试地点。", "max_length": "考试地点最多 100 个字，请缩短。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        earliest = policy.earliest_exam_date(clock.today())
        day = self.fields["exam_date"]
        day.widget.attrs["min"] = earliest.isoformat()
        lead = f"距申请当日 {policy.BATCH_LEAD_DAYS} 天以上（服务指南 4.5.1-2）"
        day.help_text = f"今天提交申请，最早可选 {earliest}：{lead}。"


class CopyForm(BatchForm):
    """What a copy of a batch asks anew; scheme, trades and panels come from the batch."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["scheme"]


def facts_of_batch(batch: Batch) -> dict[str, Any]:
    """Return a batch as the form shows it."""
    names = ("scheme", "candidate_type", "exam_date", "place")
    return {name: getattr(batch, name) for name in names}


class PlanItemChoice(ConfirmForm):
    """The plan item that a batch is to use."""

    plan_item = forms.ModelChoiceField(
        queryset=PlanItem.objects.none(),
        label="计划项",
        error_messages={
            "required": "请选择一个计划项。",
            "invalid_choice": NOT_FREE,
        },
    )

    def __init__(self, *args: Any, batch: Batch, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        usable = PlanItem.objects.visible_to(actor).approved().free()
        usable = usable.filter(plan__station=batch.station, trade__occupation__scheme=batch.scheme)
        field = cast("forms.ModelChoiceField[PlanItem]", self.fields["plan_item"])
        field.queryset = usable.exclude(batch_items__batch=batch)
