"""Scope of everything that belongs to a station."""

from typing import TYPE_CHECKING, Self

from django.db.models import Q

from accounts.querysets import M_co, ScopedQuerySet
from accounts.rights import Role

if TYPE_CHECKING:
    from accounts.models import User

NOTHING = Q(pk__in=())
# Not `Q()`: an empty Q joined by `|` vanishes instead of winning.
EVERYTHING = ~NOTHING


def station_scope(user: "User", path: str) -> Q:
    """Return the filter for rows whose station stands at `path` (such as ``plan__station``).

    A station sees itself, management the stations under it, the centre all. Branches and persons see rows by
    rules of their own, which a queryset adds.
    """
    organisation = f"{path}__organisation" if path else "organisation"
    match user.role:
        case Role.STATION:
            return Q(**{organisation: user.organisation_id})
        case Role.MANAGEMENT:
            return Q(**{f"{organisation}__parent": user.organisation_id})
        case Role.CENTRE:
            return EVERYTHING
        case _:
            return NOTHING


def province_scope(user: "User", path: str) -> Q:
    """Return the filter for rows of stations in a branch's province; nothing for any other role."""
    if user.role != Role.BRANCH or user.organisation is None or not user.organisation.province:
        return NOTHING
    organisation = f"{path}__organisation" if path else "organisation"
    return Q(**{f"{organisation}__province": user.organisation.province})


class StationScopedQuerySet(ScopedQuerySet[M_co]):
    """Rows that belong to the station at `station_path`."""

    station_path = "station"

    def visible_to(self, user: "User") -> Self:
        """Return the rows of the stations that the person sees."""
        return self.filter(station_scope(user, self.station_path) | province_scope(user, self.station_path))
