"""One item of a plan as a row to fill in (guide 4.5.1-1)."""

from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.utils.safestring import SafeString

from accounts.form_fields import DigitsField
from accounts.form_rows import StoredRowForm
from batches.forms.plans import (
    HEADCOUNT_ERRORS,
    MONTH_ERRORS,
    MONTHS,
    NOT_IN_SCOPE,
    OFFER_ERRORS,
    SPLIT_MAX_ITEMS,
    facts_of,
)
from batches.forms.shared_select import SharedSelect, options_html
from batches.guards import post_of
from batches.guards.scope import Post
from batches.models import PlanItem
from batches.selectors import Offer
from batches.services.plan_grid import SPLIT_REMEDY, PlanEntry
from batches.services.plan_items import too_many_people
from ostami import policy
from ostami.problems import Problem

NOTE_LENGTH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFacts:
    """What all rows of a page are made with.

    Attributes:
        offers: what the station may plan, by the key that a form sends.
        choices: the same as the groups of a choice field.
        options: the same as rendered.
        stored: the plan's items by key.
        problems: what is wrong with stored trades and levels.
        split: whether more than 99 people are to be split.
    """

    offers: dict[str, Offer]
    choices: list[Any]
    options: SafeString
    stored: dict[int, PlanItem]
    problems: dict[Post, Problem]
    split: bool


class PlanRow(StoredRowForm):
    """One item of a plan."""

    offer = forms.ChoiceField(label="工种等级", widget=SharedSelect(), error_messages=OFFER_ERRORS)
    headcount = DigitsField(
        label="计划人数",
        units="人名位个 ",
        min_value=1,
        max_value=policy.PLAN_ITEM_MAX_PEOPLE * SPLIT_MAX_ITEMS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages=HEADCOUNT_ERRORS,
    )
    month = forms.TypedChoiceField(
        label="计划月份",
        coerce=int,
        choices=MONTHS,
        widget=SharedSelect(options_html(MONTHS)),
        error_messages=MONTH_ERRORS,
    )
    note = forms.CharField(
        label="备注",
        max_length=NOTE_LENGTH,
        required=False,
        error_messages={"max_length": f"最多 {NOTE_LENGTH} 个字，请缩短。"},
    )

    def __init__(self, *args: Any, facts: RowFacts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.facts = facts
        sent = str(self["pk"].value() or "")
        self.item = facts.stored.get(int(sent)) if sent.isascii() and sent.isdigit() else None
        own = self._own_choice()
        field = cast("forms.ChoiceField", self.fields["offer"])
        field.choices = [*facts.choices, *own]
        cast("SharedSelect", field.widget).html = facts.options + options_html(own)

    def _own_choice(self) -> list[Any]:
        """Return what the stored item plans where the station may not plan it any more."""
        if self.item is None or (key := facts_of(self.item)["offer"]) in self.facts.offers:
            return []
        return [("不在评价范围内", [(key, f"{self.item.trade.name} {self.item.level_label}")])]

    @property
    def warning(self) -> Problem | None:
        """What is wrong with the stored item's trade and level, as long as the row names them."""
        if self.item is None or self["offer"].value() != facts_of(self.item)["offer"]:
            return None
        return self.facts.problems.get(post_of(self.item))

    @property
    def people(self) -> int:
        """The number of people as typed, whether or not it was refused; 0 where it is no number."""
        try:
            typed: int = self.fields["headcount"].clean(self["headcount"].value())
        except forms.ValidationError:
            return 0
        return typed

    def clean_headcount(self) -> int:
        """Refuse more than 99 people, unless they are to be split."""
        people: int = self.cleaned_data["headcount"]
        for problem in () if self.facts.split else too_many_people(people, remedy=SPLIT_REMEDY):
            raise forms.ValidationError(str(problem))
        return people

    def clean(self) -> dict[str, Any]:
        """Let what is out of scope stay as it is, and nothing else."""
        typed = self.cleaned_data
        if "offer" in typed and typed["offer"] not in self.facts.offers and not self._is_as_stored():
            self.add_error("offer", str(self.warning or NOT_IN_SCOPE))
        return typed

    def _is_as_stored(self) -> bool:
        stored = facts_of(self.item) if self.item else {}
        return bool(stored) and all(self.cleaned_data.get(name) == fact for name, fact in stored.items())

    def entry(self) -> PlanEntry:
        """Return the item as typed."""
        facts = {name: self.cleaned_data[name] for name in ("headcount", "month", "note")}
        offer = self.facts.offers.get(self.cleaned_data["offer"])
        if offer is None and self.item is not None:
            offer = Offer(self.item.trade, self.item.level)
        assert offer is not None  # noqa: S101  clean() let nothing else through
        return PlanEntry(trade=offer.trade, level=offer.level, pk=self.key, **facts)
