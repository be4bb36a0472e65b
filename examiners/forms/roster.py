"""What staff and stations type into the pages of examiners."""

from typing import Any

from django import forms

from accounts.form_fields import one_day, one_line, search_word
from accounts.models import User
from examiners.models import Grade
from examiners.services.roster import ExaminerFacts
from ostami.policy import EXAMINER_MAX_TRADES
from scope_catalog.fields import TradesChoiceField
from scope_catalog.models import Trade
from scope_catalog.querysets import TradeQuerySet

NOT_GRANTED = "所选工种不在该考试站获批的评价范围内（服务指南 4.7-6）。请从列表中选择，或先授予评价范围。"


class StationSearch(forms.Form):
    """Find the station that a new examiner belongs to."""

    q = search_word("考试站", "名称、编号、编码或承建单位")


class ExaminerForm(forms.Form):
    """The facts of one examiner; the service judges and stores them."""

    person_name = forms.CharField(
        label="姓名",
        max_length=50,
        error_messages={"required": "请填写姓名。", "max_length": "姓名最多 50 个字。"},
    )
    grade = forms.ChoiceField(
        label="类别",
        choices=Grade.choices,
        widget=forms.RadioSelect,
        help_text="二级和一级须由高级考评员考评（服务指南 3.1）。",
        error_messages={"required": "请选择类别。", "invalid_choice": "没有这个类别。请从列表中选择。"},
    )
    certificate_number = forms.CharField(
        label="考评员证号",
        max_length=40,
        error_messages={"required": "请填写考评员证号。", "max_length": "考评员证号最多 40 个字。"},
    )
    valid_from = one_day("有效期起", "考评员证上的起始日期，当日有效。")
    valid_to = one_day("有效期至", "考评员证上的截止日期，当日有效。")
    trades = TradesChoiceField(
        queryset=Trade.objects.none(),
        label="工种",
        widget=forms.CheckboxSelectMultiple,
        help_text=f"选 1 至 {EXAMINER_MAX_TRADES} 个（服务指南 3.2）。只列出该考试站获批的工种。",
        error_messages={
            "required": f"还没有选择工种（服务指南 3.2）。请选择 1 至 {EXAMINER_MAX_TRADES} 个工种。",
            "invalid_choice": NOT_GRANTED,
            "invalid_pk_value": NOT_GRANTED,
        },
    )
    phone = forms.CharField(
        label="联系电话",
        max_length=30,
        required=False,
        help_text="仅本考试站、管理站和指导中心可见。",
        error_messages={"max_length": "联系电话最多 30 个字。"},
    )
    email = forms.EmailField(
        label="邮箱",
        required=False,
        help_text="接收到期提醒和本人登录邀请。",
        error_messages={"invalid": "不是邮箱地址，应如 name@example.com。"},
    )
    taught_classes = one_line(
        "任教班级",
        longest=200,
        required=False,
        help_text="用于回避：任课教师不考评本班学生。没有的不填。",
    )

    def __init__(self, *args: Any, actor: User, choices: TradeQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["trades"].queryset = choices  # type: ignore[attr-defined]  # a model choice field

    def facts(self) -> ExaminerFacts:
        """Return what was typed."""
        return ExaminerFacts(**{**self.cleaned_data, "trades": tuple(self.cleaned_data["trades"])})


class EndForm(forms.Form):
    """From which day an examiner no longer judges, and why."""

    ended_on = one_day("终止日期", "自这一天起不再担任考评员。")
    reason = forms.CharField(
        label="终止理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="理由会记入办理记录，考试站可以看到。",
        error_messages={"required": "请填写终止理由。", "max_length": "终止理由最多 500 个字。"},
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
