"""What lists of plans and batches are narrowed by; kept in the address."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from accounts.models import User
from accounts.rights import Role
from batches.models import BatchStatus, PlanStatus
from stations.models import Station


class CaseFilter(forms.Form):
    """Status, year and, for those who see several, station."""

    q = forms.CharField(
        label="批次号",
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
    status = forms.ChoiceField(
        label="状态", required=False, widget=forms.Select(attrs={"class": "form-select"})
    )
    year = forms.TypedChoiceField(
        label="年度",
        required=False,
        coerce=int,
        empty_value=None,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    station = forms.ModelChoiceField(
        label="考试站",
        queryset=Station.objects.none(),
        required=False,
        empty_label="全部",
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    def __init__(
        self,
        *args: Any,
        actor: User,
        statuses: Iterable[tuple[str, str]],
        years: Iterable[int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        kinds = cast("forms.ChoiceField", self.fields["status"])
        kinds.choices = [("", "全部"), *statuses]
        choices = cast("forms.ChoiceField", self.fields["year"])
        choices.choices = [("", "全部"), *((year, f"{year} 年") for year in years)]
        for name, field in self.fields.items():
            wrong = f"没有这个{field.label}，未按它筛选。请从列表中选择。"
            field.error_messages.update(invalid_choice=wrong, max_length=f"{field.label}最多 30 个字。")
            field.widget.attrs["aria-describedby"] = f"filter-{name}"
        if actor.role == Role.STATION:
            del self.fields["station"]
        else:
            stations = cast("forms.ModelChoiceField[Station]", self.fields["station"])
            stations.queryset = Station.objects.visible_to(actor).select_related("organisation")

    def asked(self) -> dict[str, Any]:
        """Return the valid filters that were set."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}


def seen_statuses(statuses: type[PlanStatus | BatchStatus], actor: User) -> list[tuple[str, str]]:
    """Return the statuses that a person can come across: drafts only at the own station."""
    own = actor.role == Role.STATION
    return [(kind.value, str(kind.label)) for kind in statuses if own or kind.value != "draft"]
