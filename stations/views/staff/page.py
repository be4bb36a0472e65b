"""The page of a station's staff."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accounts.logins import LoginState, lets_in, login_state
from accounts.rights import Perm
from accounts.views.base import ScopedDetailView
from stations.models import Position, StaffMember, Station
from stations.staffing import keeps_staff, lacking, own_affair, who_may


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A person as the page shows them: how far their login is, and what blocks the acts on them."""

    member: StaffMember
    state: LoginState
    lets_in: bool
    blocked: str


class StaffPage(ScopedDetailView):
    """Who serves at a station and who did, each with the state of their login."""

    permission = Perm.STATION_VIEW
    model = Station
    slug_field = "organisation__code"
    slug_url_kwarg = "code"
    template_name = "stations/staff/list.html"
    context_object_name = "station"

    def get_queryset(self) -> QuerySet[Any]:
        """Join the organisation."""
        return super().get_queryset().select_related("organisation")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the people, who is missing, and whether the person who asks keeps the list."""
        people = list(self.object.staff.select_related("user"))
        serving = sorted((one for one in people if one.ended_on is None), key=_place)
        keeper = keeps_staff(self.object, self.actor)
        return super().get_context_data(
            serving=[self._row(member) for member in serving],
            former=[one for one in reversed(people) if one.ended_on is not None],
            lacking=list(lacking(serving)),
            keeper=keeper,
            may_not="" if keeper or not self.actor.has_right(Perm.STAFF_EDIT) else who_may(self.actor),
            **kwargs,
        )

    def _row(self, member: StaffMember) -> StaffRow:
        blocked = "".join(map(str, own_affair(member, self.actor)))
        return StaffRow(member, login_state(member.user), lets_in(member.user), blocked)


def _place(member: StaffMember) -> int:
    return list(Position).index(Position(member.position))
