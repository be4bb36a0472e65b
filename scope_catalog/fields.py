"""Form fields that choose trades, grouped by occupation and labelled with code and name."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator

from scope_catalog.models import Trade

GONE = "没有这个工种，或它已停用。请从列表中选择。"


class GroupedTrades(ModelChoiceIterator[Trade]):
    """The choices of a trade field: one group an occupation. The queryset must be in the guide's order."""

    def __iter__(self) -> Iterator[Any]:
        """Yield the empty choice, if any, then each occupation with its trades."""
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        trades = self.queryset.select_related("occupation")
        for occupation, members in groupby(trades, key=lambda trade: trade.occupation):
            yield occupation.code_and_name, [self.choice(trade) for trade in members]


class TradeChoiceField(forms.ModelChoiceField[Trade]):
    """Choose one trade, out of `selectors.trades_for_choice` or a narrower queryset."""

    iterator = GroupedTrades
    default_error_messages = {"invalid_choice": GONE}

    def label_from_instance(self, obj: Trade) -> str:
        """Return code and name."""
        return obj.code_and_name


class TradesChoiceField(forms.ModelMultipleChoiceField[Trade]):
    """Choose several trades."""

    iterator = GroupedTrades
    default_error_messages = {"invalid_choice": GONE, "invalid_pk_value": GONE}

    def label_from_instance(self, obj: Trade) -> str:
        """Return code and name."""
        return obj.code_and_name
