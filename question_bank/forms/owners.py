"""Whose rows a list of the bank can be narrowed to."""

from accounts.models import Organisation
from question_bank.models.questions import ItemQuerySet


def owner_choices(visible: ItemQuerySet) -> list[tuple[str, str]]:
    """Return the owners of the rows that a person sees, by code, after the choice of all."""
    owners = Organisation.objects.filter(pk__in=visible.order_by().values("owner")).order_by("code")
    return [("", "全部"), *((str(pk), name) for pk, name in owners.values_list("pk", "name"))]
