"""The list of blueprints: its columns, and what it is narrowed by."""

from collections.abc import Mapping
from typing import Any

from django.db.models import DecimalField, F, QuerySet, Sum

from accounts.models import User
from accounts.rights import Role
from documents.list_columns import NAME, ListColumn, ordering
from documents.sheets import ColumnKind
from question_bank.blueprint_facts import plain
from question_bank.models import Blueprint
from scope_catalog.levels import level_label
from scope_catalog.models import Trade

FIRST_SORT = "trade"
BlueprintColumn = ListColumn[Any]  # rows carry the sums that `listed_blueprints` adds

COLUMNS = (
    BlueprintColumn(NAME, "名称", lambda row, _: row.name, ("name",), width=30),
    BlueprintColumn(
        "trade", "工种", lambda row, _: row.trade.name, ("trade__occupation__code", "trade__code")
    ),
    BlueprintColumn(
        "level", "等级", lambda row, _: level_label(row.level, occupation=row.trade.occupation), ("level",)
    ),
    BlueprintColumn("questions", "题数", lambda row, _: row.questions, ("questions",), ColumnKind.NUMBER),
    BlueprintColumn("total", "总分", lambda row, _: plain(row.total), ("total",), ColumnKind.NUMBER),
    BlueprintColumn("minutes", "时间（分钟）", lambda row, _: row.minutes, ("minutes",), ColumnKind.NUMBER),
    BlueprintColumn("owner", "所属机构", lambda row, _: row.owner.name, ("owner__code",), width=38),
)


def columns_for(actor: User) -> list[BlueprintColumn]:
    """Return the columns that a person sees: a station's own name would stand in every row."""
    return [column for column in COLUMNS if column.key != "owner" or actor.role != Role.STATION]


def listed_blueprints(*, actor: User, asked: Mapping[str, Any], sort: str) -> QuerySet[Blueprint]:
    """Return the blueprints in the actor's scope that the filters leave, with their sums.

    Args:
        actor: whose scope.
        asked: valid filters by name, those not set left out: `q`, `trade`, `level`, `owner`.
        sort: a column's key, downwards with ``-`` before it; by trade where it is unknown.
    """
    found = Blueprint.objects.visible_to(actor)
    if word := asked.get("q"):
        found = found.filter(name__icontains=word.strip())
    if word := asked.get("trade"):
        found = found.filter(trade__in=Trade.objects.search(word).values("pk"))
    if level := asked.get("level"):
        found = found.filter(level=level)
    if word := asked.get("owner"):
        found = found.filter(owner__name__icontains=word.strip())
    points = F("rows__count") * F("rows__points")
    summed = found.annotate(
        questions=Sum("rows__count"),
        total=Sum(points, output_field=DecimalField(max_digits=7, decimal_places=1)),
    )
    ordered = summed.order_by(*ordering(COLUMNS, sort, first=FIRST_SORT), "-level", "name", "pk")
    return ordered.select_related("trade__occupation", "owner")
