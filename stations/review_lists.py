"""Many stations with a year's review, in one query."""

from datetime import date

from django.db.models import F, FilteredRelation, Q

from stations.models import Station, StationQuerySet, StationStatus
from stations.reviews import HANDED_IN, STATE_BY_STATUS, ReviewState, state_of


def stations_reviewed(year: int) -> StationQuerySet:
    """Return the stations that owe the review of `year`, and closed ones that handed it in.

    Each carries `review_pk`, `review_status`, `review_grade` and `review_submitted_at`, None where none was
    begun: all in one query.
    """
    registered = Q(registered_on__year__lte=year)
    joined = Station.objects.annotate(of_year=FilteredRelation("reviews", condition=Q(reviews__year=year)))
    return (
        joined.filter(registered & ~Q(status=StationStatus.CLOSED) | Q(of_year__submitted_at__isnull=False))
        .annotate(
            review_pk=F("of_year__pk"),
            review_status=F("of_year__status"),
            review_grade=F("of_year__grade"),
            review_submitted_at=F("of_year__submitted_at"),
        )
        .select_related("organisation")
        .order_by("organisation__code")
    )


def in_state(stations: StationQuerySet, state: ReviewState, *, year: int, on: date) -> StationQuerySet:
    """Leave of `stations_reviewed(year)` those that stand in `state` on the day `on`."""
    fitting = Q(pk__in=())
    for status in STATE_BY_STATUS:
        if state_of(status, year=year, on=on) is state:
            fitting |= Q(review_status=status) if status else Q(review_status__isnull=True)
    return stations.filter(fitting)


def stations_missing_review(*, on: date, year: int | None = None) -> StationQuerySet:
    """Return the stations whose review isn't handed in on the day `on`, or was returned.

    Args:
        on: the day.
        year: the review's year; the last one that is over where absent.
    """
    year = on.year - 1 if year is None else year
    missing = Q(review_status__isnull=True) | ~Q(review_status__in=HANDED_IN)
    return stations_reviewed(year).filter(missing).exclude(status=StationStatus.CLOSED)
