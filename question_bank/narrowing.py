"""What the filters that all lists of the bank share leave of its rows."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from accounts.models import User
from accounts.names import clean_person_name
from scope_catalog.models import Trade

M = TypeVar("M", bound=Model)
# A person's status beside those of a row: what is for the actor to check.
WAITING = "waiting"
SUBMITTED = "submitted"  # of questions, tasks and papers alike


def narrowed(
    rows: QuerySet[M], asked: Mapping[str, Any], *, exact: Iterable[str], actor: User
) -> QuerySet[M]:
    """Return what valid filters leave: `trade`, `by` and `status`, and those that name a field by `exact`."""
    found = rows.filter(**{name: asked[name] for name in exact if asked.get(name)})
    if word := asked.get("trade"):
        found = found.filter(trade__in=Trade.objects.search(word).values("pk"))
    if word := asked.get("by"):
        name = clean_person_name(word)
        found = found.filter(
            Q(written_by__person_name__icontains=name) | Q(written_by__username__icontains=name)
        )
    if status := asked.get("status"):
        found = to_check(found, actor) if status == WAITING else found.filter(status=status)
    return found


def to_check(rows: QuerySet[M], actor: User) -> QuerySet[M]:
    """Return what the actor may check: handed in by others of the same organisation."""
    return rows.filter(status=SUBMITTED, owner=actor.organisation).exclude(written_by=actor)
