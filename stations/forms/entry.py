"""What staff type into a station's entry in the registry."""

from typing import Any

from django import forms

from accounts.form_fields import PhoneField, one_day, one_line
from accounts.models import User
from stations.forms.fields import MailField, PostcodeField, province_field
from stations.models import Station
from stations.services.registry import CONTACT_FACTS, RegistryFacts


class EntryForm(forms.Form):
    """Host, contact data and licence of one station; the service judges and stores them."""

    host_organization = one_line("承建单位", longest=100)
    nature = one_line("承建单位性质", longest=50, required=False)
    legal_representative = one_line("法人代表", longest=50, required=False, help_text="印在许可证上。")
    address = one_line("承建单位地址", longest=200, required=False)
    postcode = PostcodeField(label="邮政编码", required=False)
    province = province_field(required=False)
    phone = PhoneField(required=False)
    email = MailField(
        label="预留邮箱",
        max_length=254,
        required=False,
        help_text="到期提醒、找回密码的链接和首次登录的验证码发到这个邮箱。请向考试站核实后再修改。",
    )
    licence_number = one_line("许可证编号", longest=40, required=False)
    valid_from = one_day("许可证起始日期", "当日有效。", required=False)
    valid_to = one_day("许可证截止日期", "当日有效，次日起为已过期。起止日期须同时填写。", required=False)

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["province"].help_text = "许可证上的评价区域；省级分支机构按省份看到本省的考试站。"

    def facts(self) -> RegistryFacts:
        """Return what was typed."""
        return RegistryFacts(**self.cleaned_data)


def entry_of(station: Station) -> dict[str, Any]:
    """Return what the registry says of a station, for the form's first look."""
    return {
        name: getattr(station.organisation if name in CONTACT_FACTS else station, name)
        for name in EntryForm.base_fields
    }
