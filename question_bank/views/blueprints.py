"""Pages of one blueprint: what it says, what the bank holds for it, and a draw on trial."""

import secrets
from collections import Counter
from typing import Any

from django.db.models import QuerySet

from accounts.rights import Perm
from accounts.views.base import ScopedDetailView
from question_bank.blueprint_facts import facts_of
from question_bank.blueprint_rules import warnings_of
from question_bank.composing import compose
from question_bank.models import Blueprint
from question_bank.selectors.blueprints import compared, holdings_of, pool_of, recipe_of
from scope_catalog.levels import level_label


class BlueprintPage(ScopedDetailView):
    """One blueprint with what its owner's bank holds for it."""

    model = Blueprint
    permission = Perm.QUESTION_VIEW
    template_name = "question_bank/blueprint.html"
    context_object_name = "blueprint"

    def get_queryset(self) -> QuerySet[Any]:
        """Join what the page shows."""
        return super().get_queryset().select_related("trade__occupation", "owner").prefetch_related("rows")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add its facts, the bank's holdings, and what the person may do."""
        blueprint, facts = self.object, facts_of(self.object)
        edits = self.actor.has_right(Perm.QUESTION_EDIT)
        own = {
            "facts": facts,
            "level_label": level_label(blueprint.level, occupation=blueprint.trade.occupation),
            "warnings": list(warnings_of(facts)),
            "holdings": holdings_of(facts, pool_of(blueprint)),
            "may_copy": edits,
            "may_edit": edits and blueprint.owner_id == self.actor.organisation_id,
        }
        return super().get_context_data(**{**own, **kwargs})


class BlueprintTry(BlueprintPage):
    """Draw once with a seed of its own: numbers alone, nothing is kept and no question shown."""

    permission = Perm.QUESTION_VIEW
    template_name = "question_bank/blueprint_try.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what was drawn, by number."""
        facts, pool = facts_of(self.object), pool_of(self.object)
        drawn = compose(pool, recipe_of(facts), seed=secrets.token_hex(8))
        numbers = compared(
            facts,
            kinds=Counter({kind: len(keys) for kind, keys in drawn.chosen.items()}),
            difficulty=drawn.difficulty,
            knowledge=drawn.knowledge,
            total=len(drawn.ids),
        )
        own = {"drawn": drawn, "numbers": numbers, "questions": len(drawn.ids)}
        return super().get_context_data(**{**own, **kwargs})
