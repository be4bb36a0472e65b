"""Blueprints as stations make them."""

from decimal import Decimal
from typing import Any

from accounts.models import User
from question_bank.blueprint_facts import BlueprintFacts, KindRow
from question_bank.kinds import QuestionKind
from question_bank.models import Blueprint
from question_bank.services.blueprints import make_blueprint
from scope_catalog.models import Trade


def kind_row(kind: QuestionKind = QuestionKind.SINGLE, count: int = 20, points: str = "2") -> KindRow:
    return KindRow(kind=kind, count=count, points=Decimal(points))


def facts(trade: Trade, **changed: Any) -> BlueprintFacts:
    """20 single-choice questions of 2 points, 40 true/false ones of 1.5: 100 points."""
    rows = (kind_row(), kind_row(QuestionKind.TRUE_FALSE, 40, "1.5"))
    usual = {"trade": trade, "level": 4, "name": "2026 年理论卷", "minutes": 90, "rows": rows}
    return BlueprintFacts(**{**usual, **changed})


def blueprint(actor: User, trade: Trade, **changed: Any) -> Blueprint:
    """Make a blueprint of the actor's organisation."""
    return make_blueprint(facts=facts(trade, **changed), actor=actor)
