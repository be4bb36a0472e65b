"""What waits of licences and annual reviews."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.urls import reverse

from accounts.models import User
from ostami.clock import SHANGHAI
from portal.todo.items import Due, Todo, due_at
from stations.licence_days import SOON, LicenceChoice, days_left, licence_condition
from stations.models import AnnualReview, ApplicationKind, ReviewStatus, Station, StationApplication
from stations.models.applications import ENDED_STATUSES
from stations.reviews import standings


def own_registry_todo(user: User, now: datetime) -> Iterator[Todo]:
    """Yield a station's licence to renew and its reviews to hand in."""
    station = Station.objects.visible_to(user).first()
    if station is None:
        return
    today = now.astimezone(SHANGHAI).date()
    yield from _renewal(station, today, now)
    for standing in standings(station, on=today):
        if standing.is_missing:
            due = due_at(_after(standing.due_on), now=now)
            yield Todo(f"填报 {standing.year} 年度年审", 1, reverse("annual_reviews:list"), due)


def _renewal(station: Station, today: date, now: datetime) -> Iterator[Todo]:
    left = days_left(station, on=today)
    if station.valid_to is None or left is None or left > SOON:
        return
    renewals = StationApplication.objects.filter(station=station, kind=ApplicationKind.RENEWAL)
    if renewals.exclude(status__in=ENDED_STATUSES).exists():
        return
    due = due_at(_after(station.valid_to), now=now)
    words = due.words.replace("截止", "到期")
    start = reverse("station_applications:start", kwargs={"kind": ApplicationKind.RENEWAL})
    yield Todo("申请许可证延续", 1, start, Due(words, due.urgent))


def _after(day: date) -> datetime:
    """Return the first instant after `day`."""
    return datetime.combine(day + timedelta(days=1), time.min, SHANGHAI)


def review_todo(user: User, now: datetime) -> Iterator[Todo]:
    """Yield the reviews to grade."""
    waiting = AnnualReview.objects.visible_to(user).filter(status=ReviewStatus.SUBMITTED)
    if count := waiting.count():
        year = waiting.order_by("year").values_list("year", flat=True)[0]
        yield Todo("评定年审", count, f"{reverse('annual_reviews:list')}?year={year}&state=submitted")


def licence_todo(user: User, now: datetime) -> Iterator[Todo]:
    """Yield the licences that run out soon, whose stations can be reminded."""
    today = now.astimezone(SHANGHAI).date()
    soon = Station.objects.visible_to(user).filter(licence_condition(LicenceChoice.SOON, on=today))
    if count := soon.count():
        yield Todo(
            f"许可证将在 {SOON} 天内到期的考试站",
            count,
            f"{reverse('stations:staff_list')}?licence={LicenceChoice.SOON}",
        )
