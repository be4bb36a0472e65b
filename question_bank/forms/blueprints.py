"""What is typed into a blueprint, all on one page."""

from typing import Any, cast

from django import forms

from accounts.form_fields import one_line
from accounts.form_rows import BaseRows, RowsForm
from accounts.models import User
from question_bank.blueprint_facts import BlueprintFacts, fingerprint, plain
from question_bank.blueprint_rules import MINUTES
from question_bank.composing.inputs import PERCENT
from question_bank.forms.blueprint_rows import KindRows, Quotas, digits
from question_bank.kinds import Difficulty
from question_bank.scope import writable_trades
from scope_catalog.fields import TradeChoiceField
from scope_catalog.levels import Level
from scope_catalog.models import Trade

KINDS, QUOTAS = "kinds", "quotas"
BLOCK_LABELS = {KINDS: "题型", QUOTAS: "知识点"}


def share_name(level: int) -> str:
    """Return the name of the field for a difficulty's percentage."""
    return f"share_{level}"


class BlueprintForm(RowsForm):
    """A blueprint: trade, level, name and time, kinds, difficulty mix and knowledge points.

    Attributes:
        shown: the fingerprint of what is stored; empty for a new one.
        seen: that of what was stored when the page was opened.
    """

    trade = TradeChoiceField(
        queryset=Trade.objects.none(),
        label="工种",
        empty_label="请选择",
        error_messages={"required": "请选择工种。"},
    )
    level = forms.TypedChoiceField(
        label="等级",
        coerce=int,
        choices=[("", "请选择"), *Level.choices],
        error_messages={"required": "请选择等级。", "invalid_choice": "请从列表中选择等级。"},
    )
    name = one_line("名称", longest=60, help_text="例如“2026 年理论卷”。同一工种、等级的方案不能同名。")
    minutes = digits("考试时间（分钟）", least=MINUTES[0], most=MINUTES[1], units="分钟")

    def __init__(
        self,
        *args: Any,
        actor: User,
        facts: BlueprintFacts | None = None,
        stored: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.shown = fingerprint(facts) if stored else ""
        self.seen = str(self.data.get("seen", "")) if self.is_bound else self.shown
        self.initial = {**_shown(facts), **self.initial}
        for level in Difficulty:
            field = digits(f"{level.label}（百分比）", least=0, most=PERCENT, required=False, units="%％")
            self.fields[share_name(level)] = field
        trades = writable_trades(actor)
        if facts and stored:
            trades = trades | Trade.objects.filter(pk=facts.trade.pk).in_order()
        cast("TradeChoiceField", self.fields["trade"]).queryset = trades
        self.set_rows(_shown_rows(facts))

    def class_of(self, prefix: str) -> type[BaseRows[Any]]:
        """Return the class of a block's rows."""
        return KindRows if prefix == KINDS else Quotas

    def block_label(self, prefix: str) -> str:
        """Return the name of a block."""
        return BLOCK_LABELS[prefix]

    def show_more_rows(self) -> None:
        """Keep what was typed in the single fields, too."""
        self.initial = {name: self[name].data for name in self.fields}
        super().show_more_rows()

    @property
    def head(self) -> list[forms.BoundField]:
        """The fields above the rows."""
        return [self[name] for name in ("trade", "level", "name", "minutes")]

    @property
    def shares(self) -> list[forms.BoundField]:
        """The fields for the difficulty mix."""
        return [self[share_name(level)] for level in Difficulty]

    def facts(self) -> BlueprintFacts:
        """Return the blueprint as typed."""
        typed = self.cleaned_data
        shares = {int(level): typed[share_name(level)] for level in Difficulty if typed[share_name(level)]}
        return BlueprintFacts(
            trade=typed["trade"],
            level=typed["level"],
            name=typed["name"],
            minutes=typed["minutes"],
            rows=tuple(row.row for row in self.blocks[KINDS].filled),
            difficulty=shares,
            quotas={
                row.cleaned_data["point"]: row.cleaned_data["count"] for row in self.blocks[QUOTAS].filled
            },
        )


def _shown(facts: BlueprintFacts | None) -> dict[str, Any]:
    """Return what the single fields show."""
    if facts is None:
        return {"minutes": 90}
    own = {"trade": facts.trade, "level": facts.level, "name": facts.name, "minutes": facts.minutes}
    return {**own, **{share_name(level): share for level, share in facts.difficulty.items()}}


def _shown_rows(facts: BlueprintFacts | None) -> dict[str, list[dict[str, Any]]]:
    """Return what the rows show."""
    if facts is None:
        return {KINDS: [], QUOTAS: []}
    kinds = [{"kind": row.kind, "count": row.count, "points": plain(row.points)} for row in facts.rows]
    return {KINDS: kinds, QUOTAS: [{"point": point, "count": count} for point, count in facts.quotas.items()]}
