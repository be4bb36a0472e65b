"""Fields for where questions go: pool, trade and level."""

from django import forms

from accounts.models import User
from question_bank.kinds import Pool
from question_bank.scope import writable_trades
from scope_catalog.fields import TradeChoiceField
from scope_catalog.levels import Level
from scope_catalog.models import Trade


class TargetFields(forms.Form):
    """Pool, trade and level; a form calls `offer_trades` once it knows whose scope it is."""

    actor: User

    pool = forms.ChoiceField(
        label="题库",
        choices=Pool,
        widget=forms.RadioSelect,
        help_text="考试题库的试题保密，只用于组卷；自测题库的试题考生都能看到。",
        error_messages={"required": "请选择题库。"},
    )
    trade = TradeChoiceField(
        queryset=Trade.objects.none(),
        label="工种",
        empty_label="请选择",
        error_messages={"required": "请选择工种。"},
    )
    level = forms.TypedChoiceField(
        label="等级",
        choices=[("", "请选择"), *Level.choices],
        coerce=lambda value: Level(int(value)),
        error_messages={"required": "请选择等级。"},
    )

    def offer_trades(self) -> None:
        """Offer the trades that the actor's bank takes questions for."""
        self.fields["trade"].queryset = writable_trades(self.actor)  # type: ignore[attr-defined]  # a choice field
