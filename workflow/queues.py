"""The order in which a person's cases come."""

from typing import TypeVar

from django.db import models
from django.db.models import Case, F, IntegerField, Q, QuerySet, When

M = TypeVar("M", bound=models.Model)


def urgent_first(rows: QuerySet[M], *, waiting: QuerySet[M]) -> QuerySet[M]:
    """Order cases with a `submitted_at`: those among `waiting` first, the oldest of them on top.

    The others follow, the newest first; what was never handed in comes before what was.
    """
    mine = Q(pk__in=waiting.order_by().values("pk"))
    turn = Case(When(mine, then=0), default=1, output_field=IntegerField())
    since = Case(When(mine, then=F("submitted_at")), default=None)
    return rows.order_by(turn, since, F("submitted_at").desc(nulls_first=True), "-pk")
