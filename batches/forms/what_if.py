"""What a trial of an exam date asks."""

from datetime import date
from typing import Any, cast

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from accounts.form_fields import one_day
from accounts.models import User
from accounts.rights import Role
from batches.selectors.plans import offers_of
from stations.models import Station
from stations.selectors import own_station

BOUNDS = [
    MinValueValidator(date(2000, 1, 1), "日期过早，请重新选择。"),
    MaxValueValidator(date(2099, 12, 1), "日期过晚，请重新选择。"),
]


class WhatIfForm(forms.Form):
    """An exam date, the day of the application, a trade and level; whoever sees several names a station."""

    station = forms.ModelChoiceField(
        queryset=Station.objects.none(),
        label="考试站",
        empty_label="请选择",
        error_messages={"required": "请选择考试站。", "invalid_choice": "没有这个考试站，请从列表中选择。"},
    )
    exam_date = one_day("考试日期", "", validators=BOUNDS)
    applied_on = one_day("提交申请的日期", "", validators=BOUNDS)
    trade = forms.ChoiceField(
        label="工种等级",
        required=False,
        error_messages={"invalid_choice": "该工种等级不在本站评价范围内，请从列表中选择。"},
    )

    def __init__(self, *args: Any, actor: User, today: date, whole: bool = True, **kwargs: Any) -> None:
        """Scope the choices.

        Args:
            args: the form's.
            actor: who asks.
            today: the day of the request.
            whole: whether all is asked; of an existing batch only the date is.
            kwargs: the form's.
        """
        super().__init__(*args, **kwargs)
        if actor.role == Role.STATION or not whole:
            del self.fields["station"]
        else:
            stations = Station.objects.visible_to(actor).select_related("organisation")
            cast("forms.ModelChoiceField[Station]", self.fields["station"]).queryset = stations
        if not whole:
            del self.fields["applied_on"]
        if actor.role == Role.STATION and whole:
            offers = offers_of(own_station(actor), on=today)
            choices = [("", "全部有计划项的工种等级"), *((offer.key, offer.label) for offer in offers)]
            cast("forms.ChoiceField", self.fields["trade"]).choices = choices
        else:
            del self.fields["trade"]
        for field in self.fields.values():
            kind = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
            field.widget.attrs["class"] = kind

    @property
    def pair(self) -> tuple[int, int] | None:
        """The trade's key and the level asked about, or None for all."""
        trade, _, level = (self.cleaned_data.get("trade") or "").partition("-")
        return (int(trade), int(level)) if trade else None
