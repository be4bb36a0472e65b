"""What stations type to move an exam, and what lists of such requests are narrowed by."""

from typing import Any

from django import forms

from accounts.forms import ConfirmForm
from batches.date_changing import why_so_late
from batches.models import Batch, BatchStatus, DateChangeStatus
from ostami import clock, policy


class DateChangeForm(ConfirmForm):
    """The date wished for, and why."""

    new_date = forms.DateField(
        label="调整后考试日期",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": "请选择调整后的考试日期。",
            "invalid": "日期格式为 年-月-日，如 2026-09-08，请重新填写。",
        },
    )
    reason = forms.CharField(
        label="调整原因",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="批准后，调整原因会告知已报名的考生。请勿填写个人隐私。",
        error_messages={"required": "请填写调整原因。", "max_length": "调整原因最多 300 个字，请缩短。"},
    )

    def __init__(self, *args: Any, batch: Batch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roster_in = batch.status == BatchStatus.ROSTER_SUBMITTED
        earliest = policy.earliest_changed_date(clock.today(), roster_in=roster_in)
        why = why_so_late(roster_in=roster_in)
        day = self.fields["new_date"]
        day.widget.attrs["min"] = earliest.isoformat()
        day.help_text = f"今天批准，最早可调整到 {earliest}：{why}（服务指南 4.5.1-6）。"


class DateChangeFilter(forms.Form):
    """Narrows a list of requests by status."""

    status = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "全部"), *DateChangeStatus.choices],
        widget=forms.Select(attrs={"class": "form-select", "aria-describedby": "filter-status"}),
        error_messages={"invalid_choice": "没有这个状态，未按它筛选。请从列表中选择。"},
    )
