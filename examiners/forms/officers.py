"""What is typed into the pages of managers and supervisors."""

from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.form_fields import (
    PersonNameField,
    PhoneField,
    filter_choice,
    one_day,
    one_line,
    search_word,
)
from accounts.models import User
from examiners.supervisor_facts import SupervisorFacts
from examiners.terms import TermChoice
from stations.forms.fields import MailField, province_field
from stations.models import Station


class SupervisorFilter(forms.Form):
    """What a list of appointments shows; kept in the address.

    Args:
        provinces: the provinces of the rows in scope.
    """

    q = search_word("人员", "姓名或证书编号")
    province = filter_choice("省份")
    validity = filter_choice("有效性", TermChoice.choices)

    def __init__(self, *args: Any, provinces: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "全部"), *((name, name) for name in provinces)]
        self.fields["province"].choices = choices  # type: ignore[attr-defined]  # a choice field
        self.is_valid()

    def asked(self) -> dict[str, str]:
        """Return the valid filters that were set."""
        return {name: value for name, value in self.cleaned_data.items() if value}


class ManagerFilter(SupervisorFilter):
    """The same of managers, who belong to a station; a station sees its own and has none to choose."""

    station = search_word("考试站", "编号、编码或名称")
    field_order = ("q", "station", "province", "validity")

    def __init__(self, *args: Any, one_station: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if one_station:
            del self.fields["station"], self.fields["province"]


class SupervisorForm(forms.Form):
    """The facts of one supervisor; the service judges and stores them."""

    person_name = PersonNameField()
    employer = one_line(
        "工作单位", longest=100, help_text="单位全称。督导员不能督导承建单位是其工作单位的考试站。"
    )
    station = forms.ModelChoiceField(
        queryset=Station.objects.none(),
        label="所属考试站",
        required=False,
        empty_label="不在考试站任职",
        help_text="受聘的督导员在某个考试站任职的，请选择该站，以便回避。",
        error_messages={"invalid_choice": "没有这个考试站。请从列表中选择。"},
    )
    province = province_field(required=False)
    phone = PhoneField(required=False)
    email = MailField(
        label="邮箱", required=False, help_text="开通登录的邀请发到这个邮箱，请填写本人的邮箱。"
    )
    certificate_number = one_line(
        "证书编号",
        longest=40,
        required=False,
        help_text="不填则由平台按顺序编号。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    valid_from = one_day("有效期起", "当日有效。")
    valid_to = one_day("有效期至", "当日有效。")

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        stations = Station.objects.visible_to(actor).select_related("organisation")
        self.fields["station"].queryset = stations  # type: ignore[attr-defined]  # a model choice field

    def facts(self) -> SupervisorFacts:
        """Return what was typed."""
        return SupervisorFacts(**self.cleaned_data)


class TermForm(forms.Form):
    """An act on an appointment, with its reason."""

    reason = forms.CharField(
        label="理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="理由会记入办理记录。",
        error_messages={"required": "请填写理由。", "max_length": "理由最多 500 个字。"},
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor


class EndTermForm(TermForm):
    """From which day an appointment no longer holds, and why."""

    ended_on = one_day("终止日期", "自这一天起不再任职。")
    field_order = ("ended_on", "reason")


class RenewTermForm(TermForm):
    """Until when an appointment lasts, and why."""

    valid_to = one_day("新的有效期至", "最后一天，当日有效。")
    field_order = ("valid_to", "reason")
