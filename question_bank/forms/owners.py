"""Whose rows a list of the bank can be narrowed to."""

from typing import Any

from accounts.models import Organisation
from accounts.querysets import ScopedQuerySet


def owner_choices(visible: ScopedQuerySet[Any]) -> list[tuple[str, str]]:
    """Return the owners of the rows that a person sees, by code, after the choice of all."""
    owners = Organisation.objects.filter(pk__in=visible.order_by().values("owner")).order_by("code")
    return [("", "全部"), *((str(pk), name) for pk, name in owners.values_list("pk", "name"))]
