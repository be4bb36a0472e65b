"""What people type into the roster; kept in the address."""

from typing import Any

from django import forms

from accounts.form_fields import filter_choice, one_day, search_word
from accounts.models import User
from accounts.rights import Role
from examiners.columns import columns_for
from examiners.listing import ValidityChoice
from examiners.models import Grade
from stations.models import Station

PAGE_SIZES = (20, 50, 100)
FILTERS = ("q", "station", "trade", "grade", "state", "province")


class ExaminerFilter(forms.Form):
    """Whom the roster shows, which columns, and how many a page; a station has no station to choose."""

    q = search_word("考评员", "姓名或证号")
    station = search_word("考试站", "编号、编码或名称")
    trade = search_word("工种", "如 数控车工、JX04-05、skcg")
    grade = filter_choice("类别", Grade.choices)
    state = filter_choice("有效性", ValidityChoice.choices)
    province = filter_choice("省份")
    size = filter_choice(
        "每页", [(size, f"{size} 条") for size in PAGE_SIZES[1:]], nothing=f"{PAGE_SIZES[0]} 条"
    )
    columns = forms.MultipleChoiceField(
        label="显示的列",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        error_messages={"invalid_choice": "没有“%(value)s”这一列，未按它显示。"},
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = actor.role == Role.STATION
        for name in ("station", "province") if own else ():
            del self.fields[name]
        self.filters = [name for name in FILTERS if name in self.fields]
        offered = {"columns": [(column.key, column.header) for column in columns_for(actor)]}
        if not own:
            names = Station.objects.visible_to(actor).provinces()
            offered["province"] = [("", "全部"), *((name, name) for name in names)]
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # choice fields
        self.is_valid()

    def asked(self) -> dict[str, str]:
        """Return the valid filters that were set."""
        return {name: self.cleaned_data[name] for name in self.filters if self.cleaned_data.get(name)}

    @property
    def page_size(self) -> int:
        """How many rows a page has."""
        return int(self.cleaned_data.get("size") or PAGE_SIZES[0])

    @property
    def column_keys(self) -> list[str]:
        """The columns that were chosen; empty for the usual ones."""
        return self.cleaned_data.get("columns") or []

    @property
    def filter_fields(self) -> list[forms.BoundField]:
        """The fields that narrow the list."""
        return [self[name] for name in self.filters]


class ShortForm(forms.Form):
    """Of which station, and on which day, trades are counted."""

    station = forms.ModelChoiceField(
        queryset=Station.objects.none(),
        label="考试站",
        empty_label="请选择",
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={
            "required": "请选择考试站。",
            "invalid_choice": "没有这个考试站。请从列表中选择。",
        },
    )
    on = one_day("日期", "按这一天的有效考评员计算，例如计划考试日期。")

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["on"].widget.attrs["class"] = "form-control"
        stations = Station.objects.visible_to(actor).listed().select_related("organisation")
        self.fields["station"].queryset = stations  # type: ignore[attr-defined]  # a model choice field
        if actor.role == Role.STATION:
            del self.fields["station"]
