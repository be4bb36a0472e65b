"""The plain sections of an application: host, premises, reason. Each may be saved incomplete."""

from typing import Any

from django import forms

from accounts.form_fields import PersonNameField, PhoneField, one_line
from accounts.models import User
from scope_catalog.choices import Scheme
from stations.forms.fields import AreaField, FoldedField, MailField, PostcodeField, province_field
from stations.models import ApplicationKind, StationApplication

REASON_LONGEST = 1000


class DraftForm(forms.Form):
    """A form on an application that is being filled in."""

    def __init__(self, *args: Any, actor: User, application: StationApplication, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.application = actor, application


class SectionForm(DraftForm):
    """A section whose fields are the application's own, by the same names."""

    def __init__(self, *args: Any, application: StationApplication, **kwargs: Any) -> None:
        super().__init__(*args, application=application, **kwargs)
        self.initial = {name: getattr(application, name) for name in self.fields}


def _optional(label: str, longest: int, help_text: str = "") -> forms.CharField:
    return one_line(label, longest=longest, required=False, help_text=help_text)


class HostForm(SectionForm):
    """The host organization (承建单位), as page 1 and 2 of F1 ask for it."""

    scheme = forms.ChoiceField(
        label="评价类别",
        choices=Scheme.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择评价类别。", "invalid_choice": "请从列出的评价类别中选择。"},
    )
    host_organization = FoldedField(
        label="承建单位名称",
        max_length=100,
        required=False,
        help_text="与公章一致的全称。",
        error_messages={"max_length": "单位名称最多 100 个字。"},
    )
    nature = _optional("承建单位性质", 50, "如 公办高等职业学校、民办职业培训学校。")
    legal_representative = PersonNameField(label="承建单位法人代表", required=False)
    head = PersonNameField(label="单位负责人", required=False, help_text="在登记表第一页签字。")
    province = province_field(required=False)
    address = _optional("承建单位地址", 200, "写到门牌号。")
    phone = PhoneField(required=False, help_text="手机号码，或带区号的固定电话，如 0519-80000000。")
    postcode = PostcodeField(label="邮政编码", max_length=20, required=False)
    email = MailField(
        label="预留邮箱", required=False, help_text="批准建站后，首次登录的验证码发到这个邮箱。"
    )
    remarks = one_line("备注（选填）", longest=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, application: StationApplication, **kwargs: Any) -> None:
        super().__init__(*args, application=application, **kwargs)
        scheme = self.fields["scheme"]
        if application.kind != ApplicationKind.ESTABLISHMENT:
            del self.fields["scheme"]
        elif application.trades.exists():
            scheme.disabled = True
            scheme.help_text = "已选择申请工种，不能更改。需要更改时，请先在“申请工种”中删除已选的工种。"


class PremisesForm(SectionForm):
    """The three areas of F1, page 3."""

    office_area = AreaField(label="办公场地面积")
    theory_area = AreaField(label="理论考试场地面积")
    practical_area = AreaField(label="技能考核场地面积")


class ReasonForm(SectionForm):
    """Why it is applied for."""

    reason = one_line(
        "申请事由",
        longest=REASON_LONGEST,
        required=False,
        help_text=f"写明原因和依据，最多 {REASON_LONGEST} 个字，将印在登记表的备注栏。",
        widget=forms.Textarea(attrs={"rows": 8}),
    )
