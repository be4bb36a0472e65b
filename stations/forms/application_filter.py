"""What the list of applications is narrowed by; kept in the address."""

from typing import Any, cast

from django import forms
from django.db.models import Q

from accounts.models import User
from accounts.names import fold
from accounts.rights import Role
from scope_catalog.choices import Scheme
from stations.models import ApplicationKind, ApplicationStatus, StationApplication

WORD_LENGTH = 60
OWN_ONLY = {Role.APPLICANT, Role.STATION}
SEARCHED = ("organisation__name", "organisation__code", "host_organization", "station__organisation__name")


def _choice(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[("", "全部"), *choices],
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={"invalid_choice": f"没有这个{label}，未按它筛选。请从列表中选择。"},
    )


class ApplicationFilter(forms.Form):
    """A word, kind, scheme, status and, for those who see several, province."""

    q = forms.CharField(
        label="单位或编码",
        max_length=WORD_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
        error_messages={"max_length": f"单位或编码最多 {WORD_LENGTH} 个字，请缩短后再试。"},
    )
    kind = _choice("申请类别", ApplicationKind.choices)
    scheme = _choice("评价类别", Scheme.choices)
    status = _choice("状态", ApplicationStatus.choices)
    province = _choice("省份", [])

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs["aria-describedby"] = f"filter-{name}"
        if actor.role in OWN_ONLY:
            del self.fields["q"], self.fields["province"]
            return
        seen = StationApplication.objects.visible_to(actor).exclude(province="").order_by("province")
        names = seen.values_list("province", flat=True).distinct()
        province = cast("forms.ChoiceField", self.fields["province"])
        province.choices = [("", "全部"), *((name, name) for name in names)]

    def condition(self) -> Q:
        """Return what the valid filters leave."""
        self.is_valid()
        asked = {name: value for name, value in self.cleaned_data.items() if value}
        word = fold(asked.pop("q", ""))
        found = Q(**asked)
        return found & self._holding(word) if word else found

    @staticmethod
    def _holding(word: str) -> Q:
        held = Q(station__organisation__code__icontains=word)
        for path in SEARCHED:
            held |= Q(**{f"{path}__icontains": word})
        return held
