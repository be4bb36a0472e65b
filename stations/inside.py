"""What a station's page shows to those who see it from the inside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from ostami.problems import Problem
from stations.licence_days import SOON, days_left
from stations.models import Reminder, StaffMember, Station, StationApplication, StationStatus
from stations.papers import licence_missing

SHOWN_CASES = 5


@dataclass(frozen=True, slots=True)
class Inside:
    """Staff, the latest applications, the last reminder, and how the licence stands.

    `ends_in` are the days that the licence still runs, once it is time to renew it (0 on its last day, below
    0 once it lapsed), else None; `unprintable` is what stands in the way of its file.
    """

    staff: Sequence[StaffMember]
    applications: Sequence[StationApplication]
    reminder: Reminder | None
    ends_in: int | None
    unprintable: Sequence[Problem]

    @property
    def lapsed(self) -> bool:
        """Tell whether the licence ran out."""
        return self.ends_in is not None and self.ends_in < 0


def inside_of(station: Station, user: User, *, on: date) -> Inside:
    """Return what `user`, who sees the station from the inside, is shown of it on the day `on`."""
    applications = StationApplication.objects.visible_to(user).filter(station=station)
    return Inside(
        staff=list(station.staff.serving()),
        applications=list(applications.order_by("-pk")[:SHOWN_CASES]),
        reminder=station.reminders.order_by("-sent_at", "-pk").first(),
        ends_in=_ends_in(station, on),
        unprintable=list(licence_missing(station)),
    )


def _ends_in(station: Station, on: date) -> int | None:
    left = days_left(station, on=on)
    near = left is not None and left <= SOON and station.status != StationStatus.CLOSED
    return left if near else None
