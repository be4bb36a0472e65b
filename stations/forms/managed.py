"""What staff type into their list of stations; kept in the address."""

from typing import Any

from django import forms

from accounts.form_fields import filter_choice, search_word
from stations.columns import COLUMNS, USUAL
from stations.licence_days import LicenceChoice
from stations.models import StationQuerySet, StationStatus
from stations.reviews import ReviewState

PAGE_SIZES = (20, 50, 100)
FILTERS = ("q", "trade", "province", "status", "licence", "review")


class ManagedFilter(forms.Form):
    """Which stations, which columns, and how many a page."""

    q = search_word("考试站", "名称、编号、编码或承建单位")
    trade = search_word("可评价的工种", "如 数控车工、JX04-05、skcg")
    province = filter_choice("省份")
    status = filter_choice("状态", StationStatus.choices)
    licence = filter_choice("许可证", LicenceChoice.choices)
    review = filter_choice("上年度年审", ReviewState.choices)
    size = filter_choice(
        "每页", [(size, f"{size} 条") for size in PAGE_SIZES[1:]], nothing=f"{PAGE_SIZES[0]} 条"
    )
    columns = forms.MultipleChoiceField(
        label="显示的列",
        choices=[(column.key, column.header) for column in COLUMNS],
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        error_messages={"invalid_choice": "没有“%(value)s”这一列，未按它显示。"},
    )

    def __init__(self, *args: Any, stations: StationQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "全部"), *((name, name) for name in stations.provinces())]
        self.fields["province"].choices = choices  # type: ignore[attr-defined]  # a choice field
        self.is_valid()

    def asked(self) -> dict[str, str]:
        """Return the valid filters that were set."""
        return {name: self.cleaned_data[name] for name in FILTERS if self.cleaned_data.get(name)}

    @property
    def page_size(self) -> int:
        """How many rows a page has."""
        return int(self.cleaned_data.get("size") or PAGE_SIZES[0])

    @property
    def column_keys(self) -> list[str]:
        """The columns that were chosen, or the usual ones."""
        return self.cleaned_data.get("columns") or list(USUAL)

    @property
    def filter_fields(self) -> list[forms.BoundField]:
        """The fields that narrow the list."""
        return [self[name] for name in FILTERS]
