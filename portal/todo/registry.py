"""What waits of licences and annual reviews."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef
from django.urls import reverse

from accounts.models import User
from ostami.clock import SHANGHAI
from portal.todo.items import Due, Todo, due_at
from stations.licence_days import SOON, LicenceChoice, days_left, licence_condition
from stations.models import (
    AnnualReview,
    ApplicationKind,
    ApplicationStatus,
    ReviewStatus,
    Station,
    StationApplication,
    StationStatus,
)
from stations.models.applications import ENDED_STATUSES
from stations.review_lists import stations_missing_review
from stations.reviews import LATE, standings, state_of
from stations.staffing import lacking

FIRST_LOGIN = "为新设考试站开放首次登录"


def own_registry_todo(user: User, now: datetime) -> Iterator[Todo]:
    """Yield a station's licence to renew, its reviews to hand in, and the staff that it has to enter."""
    station = Station.objects.visible_to(user).select_related("organisation").first()
    if station is None:
        return
    today = now.astimezone(SHANGHAI).date()
    yield from _renewal(station, today, now)
    for standing in standings(station, on=today):
        if standing.is_missing:
            due = due_at(_after(standing.due_on), now=now)
            yield Todo(f"填报 {standing.year} 年度年审", 1, reverse("annual_reviews:list"), due)
    if missing := sum(1 for _ in lacking(station.staff.serving())):
        yield Todo("登记本站人员", missing, reverse("stations:staff", kwargs={"code": station.code}))


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


def first_login_todo(user: User, now: datetime) -> Iterator[Todo]:
    """Yield the stations that an approval opened and that nobody has let in yet."""
    codes = _shut_out(user, now)
    if len(codes) == 1:
        yield Todo(FIRST_LOGIN, 1, reverse("stations:first_password", kwargs={"code": codes[0]}))
    elif codes:
        asked = f"kind={ApplicationKind.ESTABLISHMENT}&status={ApplicationStatus.APPROVED}"
        yield Todo(FIRST_LOGIN, len(codes), f"{reverse('station_applications:list')}?{asked}")


def _shut_out(user: User, now: datetime) -> list[str]:
    """Return the codes of founded stations whose main login has neither a password nor an open window."""
    founding = StationApplication.objects.filter(
        kind=ApplicationKind.ESTABLISHMENT, status=ApplicationStatus.APPROVED
    )
    login = User.objects.filter(
        organisation=OuterRef("organisation"), username=OuterRef("organisation__name")
    )
    let_in = login.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    in_window = login.filter(first_access__closes_at__gt=now)
    founded = Station.objects.visible_to(user).filter(
        pk__in=founding.values("station"), status=StationStatus.ACTIVE
    )
    waiting = founded.exclude(Exists(let_in)).exclude(Exists(in_window))
    return list(waiting.order_by("organisation__code").values_list("organisation__code", flat=True))


def review_todo(user: User, now: datetime) -> Iterator[Todo]:
    """Yield the reviews to grade."""
    waiting = AnnualReview.objects.visible_to(user).filter(status=ReviewStatus.SUBMITTED)
    if count := waiting.count():
        year = waiting.order_by("year").values_list("year", flat=True)[0]
        yield Todo("评定年审", count, f"{reverse('annual_reviews:list')}?year={year}&state=submitted")


def late_review_todo(user: User, now: datetime) -> Iterator[Todo]:
    """Yield the stations whose review is late, which can be reminded."""
    today = now.astimezone(SHANGHAI).date()
    state = state_of(None, year=today.year - 1, on=today)
    if state not in LATE:
        return
    seen = Station.objects.visible_to(user).values("pk")
    if count := stations_missing_review(on=today).filter(pk__in=seen).count():
        yield Todo("年审逾期的考试站", count, f"{reverse('stations:staff_list')}?review={state}")


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
