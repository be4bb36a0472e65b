from datetime import date

import pytest
from django import forms
from pytest_django import DjangoAssertNumQueries

from scope_catalog.fields import TradeChoiceField, TradesChoiceField
from scope_catalog.loading import LoadReport
from scope_catalog.selectors import trade_by_code, trades_for_choice
from tests.factories.catalog import TradeFactory

TODAY = date(2026, 6, 1)


class OneTrade(forms.Form):
    trade = TradeChoiceField(queryset=trades_for_choice(on=TODAY), label="工种")


class SeveralTrades(forms.Form):
    trades = TradesChoiceField(queryset=trades_for_choice(on=TODAY), label="工种")


def test_trades_are_offered_by_occupation_with_code_and_name(
    catalogue: LoadReport, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        html = OneTrade().as_p()
    assert '<optgroup label="JX04-05-01 车工">' in html
    assert ">JX04-05-01-01 数控车工</option>" in html
    assert html.count("<optgroup") == 106
    assert html.count("<option") == 478


def test_several_trades_are_offered_without_an_empty_choice(catalogue: LoadReport) -> None:
    assert SeveralTrades().as_p().count("<option") == 477


def test_the_chosen_trade_comes_back(catalogue: LoadReport) -> None:
    turning, riveting = trade_by_code("JX04-05-01-01"), trade_by_code("JX04-05-11")
    one = OneTrade({"trade": str(turning.pk)})
    assert one.is_valid()
    assert one.cleaned_data["trade"] == turning
    several = SeveralTrades({"trades": [str(turning.pk), str(riveting.pk)]})
    assert several.is_valid()
    assert set(several.cleaned_data["trades"]) == {turning, riveting}


@pytest.mark.django_db
def test_a_trade_outside_the_choice_is_refused() -> None:
    retired = TradeFactory.create(retired_on=TODAY)
    form = OneTrade({"trade": str(retired.pk)})
    assert not form.is_valid()
    assert form.errors["trade"] == ["没有这个工种，或它已停用。请从列表中选择。"]
