"""The filters of the figures, kept in the address; choices are what the person can come across."""

from itertools import groupby
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.choices import flatten_choices

from accounts.form_fields import filter_choice
from accounts.models import User
from accounts.rights import Role
from batches.models import AnnualPlan, Batch, CandidateType
from candidates.eligibility.requirements import level_words
from documents.table_sheets import Pair
from ostami import clock
from portal.figures.asked import OF_ENROLMENT, Asked, By
from portal.figures.returns import Returned
from portal.figures.scope import plan_items
from scope_catalog.choices import Scheme
from scope_catalog.levels import Level
from scope_catalog.models import Occupation, Trade
from stations.models import Station
from stations.services.numbers import short_name

ALL_YEARS = "all"
OCCUPATION, TRADE = "o", "t"
# What is the same for everything that a role sees.
SAME: dict[Role, frozenset[str]] = {
    Role.STATION: frozenset({"province", "station"}),
    Role.BRANCH: frozenset({"province", "scheme"}),
}
# A station goes by its code in the address, which says more than a row's number.
CHOSEN_BY = {"station": "station_code"}
INSTEAD = "没有“%(value)s”这个{0}，已改为默认的{0}。请从列表中选择。"


class FiguresFilter(forms.Form):
    """What the lines stand for, and what is counted: trades of this year unless else is asked for."""

    by = filter_choice("统计方式")
    year = filter_choice("年度")
    province = filter_choice("省份")
    station = filter_choice("考试站")
    scheme = filter_choice("评价类别", Scheme.choices)
    trade = filter_choice("职业、工种")
    level = filter_choice("等级", [(str(level.value), level_words(level)) for level in Level])
    candidate_type = filter_choice("考生类型", CandidateType.choices)

    def __init__(self, data: QueryDict, *, actor: User) -> None:
        # A line a year is of no use for one year.
        year = ALL_YEARS if data.get("by") == By.YEAR else str(clock.today().year)
        self.usual = {"by": By.TRADE.value, "year": year}
        given = {name: data[name] for name in self.base_fields if data.get(name)}
        super().__init__({**self.usual, **given})
        self._scope_to(actor)
        self.data = {**self.data, **{name: self.usual[name] for name in self.usual if name in self.errors}}

    def _scope_to(self, actor: User) -> None:
        """Leave out what is the same for all that the person sees, and offer what is in it."""
        same = SAME.get(Role(actor.role), frozenset())
        self._offer("by", [(by.value, f"按{by.label}") for by in By if by not in same])
        self._offer("year", [(ALL_YEARS, "全部年度"), *((str(year), f"{year} 年") for year in _years(actor))])
        for name in ("by", "year"):
            self.fields[name].error_messages["invalid_choice"] = INSTEAD.format(self.fields[name].label)
        self._offer("trade", [("", "全部"), *_trades(actor)])
        if "station" not in same:
            self._offer_places(actor)
        for name in same & self.fields.keys():
            del self.fields[name]
        for name, field in self.fields.items():
            field.widget.attrs["aria-describedby"] = f"filter-{name}"

    def _offer_places(self, actor: User) -> None:
        stations = Station.objects.visible_to(actor).select_related("organisation")
        places = [one.organisation for one in stations.order_by("organisation__code")]
        self._offer("station", [("", "全部"), *((place.code, short_name(place.name)) for place in places)])
        names = sorted({place.province for place in places} - {""})
        self._offer("province", [("", "全部"), *((name, name) for name in names)])

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = choices

    @property
    def asked(self) -> Asked:
        """What is asked for; a filter that is no choice is left out, and named at the form."""
        valid = {name: value for name, value in self.cleaned_data.items() if value and name in OF_ENROLMENT}
        year, trade = valid.pop("year", self.usual["year"]), valid.pop("trade", "")
        chosen: dict[str, Any] = {CHOSEN_BY.get(name, name): value for name, value in valid.items()}
        if year != ALL_YEARS:
            chosen["year"] = int(year)
        if trade:
            chosen["occupation" if trade.startswith(OCCUPATION) else "trade"] = int(trade[1:])
        return Asked(By(self.cleaned_data.get("by") or By.TRADE), chosen, self._facts())

    def _facts(self) -> tuple[Pair, ...]:
        """Return what was set, in words."""
        return tuple(
            (str(bound.label), _label(bound))
            for bound in self
            if bound.value() and (bound.name in self.usual or bound.name not in self.errors)
        )


class ReturnsFilter(FiguresFilter):
    """The same filters for a list of reasons, which has no lines to choose, but kinds of cases."""

    kind = filter_choice("退回事项", Returned.choices)
    field_order = ("kind",)

    def __init__(self, data: QueryDict, *, actor: User) -> None:
        super().__init__(data, actor=actor)
        del self.fields["by"]

    @property
    def kinds(self) -> list[Returned]:
        """The kinds that are asked for."""
        kind = self.cleaned_data.get("kind")
        return [Returned(kind)] if kind else list(Returned)


def _label(bound: forms.BoundField) -> str:
    """Return what the chosen option is called."""
    choices: Any = cast("forms.ChoiceField", bound.field).choices
    return str(dict(flatten_choices(choices))[bound.value()])


def _years(actor: User) -> list[int]:
    """Return the years of plans and exams, the latest first, this year among them."""
    planned = AnnualPlan.objects.visible_to(actor).order_by().values_list("year")
    held = Batch.objects.visible_to(actor).order_by().values_list("exam_date__year")
    return sorted({clock.today().year, *(year for (year,) in planned.union(held))}, reverse=True)


def _trades(actor: User) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the trades that were planned, below their occupations, which can be chosen as a whole."""
    everything = Asked(By.TRADE, {})
    planned = Trade.objects.filter(pk__in=plan_items(actor, everything).values("trade")).in_order()
    groups = groupby(planned, key=lambda trade: trade.occupation)
    return [(str(occupation), _options(occupation, list(trades))) for occupation, trades in groups]


def _options(occupation: Occupation, trades: list[Trade]) -> list[tuple[str, str]]:
    whole = (f"{OCCUPATION}{occupation.pk}", f"{occupation.name}（全部工种）")
    return [whole, *((f"{TRADE}{trade.pk}", trade.code_and_name) for trade in trades)]
