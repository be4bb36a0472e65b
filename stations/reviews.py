"""What is known of annual reviews on a day; nothing of it is stored, since time alone changes it.

The review of a year is filed in the next one: from 01-01, until the day that the settings name, and after a
grace a missing one blocks new plans. Every station that was registered by the year's last day and isn't
closed owes it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import models

from ostami import policy
from ostami.problems import Problem
from stations.models import AnnualReview, ReviewStatus, Station, StationStatus

HANDED_IN = (ReviewStatus.SUBMITTED, ReviewStatus.GRADED)


class ReviewState(models.TextChoices):
    """Where a station stands with a year's review on a day; the last two go before what is filled in."""

    NOT_STARTED = "not_started", "未开始"
    FILLING = "filling", "填写中"
    RETURNED = "returned", "已退回"
    SUBMITTED = "submitted", "待评定"
    GRADED = "graded", "已评定"
    OVERDUE = "overdue", "逾期"
    BLOCKING = "blocking", "逾期影响计划"


LATE = frozenset({ReviewState.OVERDUE, ReviewState.BLOCKING})
STATE_BY_STATUS = {
    None: ReviewState.NOT_STARTED,
    ReviewStatus.DRAFT: ReviewState.FILLING,
    ReviewStatus.RETURNED: ReviewState.RETURNED,
    ReviewStatus.SUBMITTED: ReviewState.SUBMITTED,
    ReviewStatus.GRADED: ReviewState.GRADED,
}


def due_on(year: int) -> date:
    """Return the last day for the review of `year`."""
    return policy.review_due_on(year, due=settings.ANNUAL_REVIEW_DUE)


def blocks_from(year: int) -> date:
    """Return the first day on which a missing review of `year` blocks new plans."""
    due, grace = settings.ANNUAL_REVIEW_DUE, settings.ANNUAL_REVIEW_GRACE_DAYS
    return policy.review_blocks_from(year, due=due, grace_days=grace)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a station stands with the review of one year on a day; `review` is None where none was begun."""

    station: Station
    year: int
    on: date
    review: AnnualReview | None

    @property
    def state(self) -> ReviewState:
        """What the review is on that day."""
        return state_of(self.review.status if self.review else None, year=self.year, on=self.on)

    @property
    def is_missing(self) -> bool:
        """Tell whether it isn't handed in, or was returned."""
        return self.review is None or self.review.status not in HANDED_IN

    @property
    def is_late(self) -> bool:
        """Tell whether it is missing after its last day."""
        return self.state in LATE

    @property
    def due_on(self) -> date:
        """The last day."""
        return due_on(self.year)

    @property
    def blocks_from(self) -> date:
        """The first day on which it blocks new plans, if it is missing by then."""
        return blocks_from(self.year)

    @property
    def grace_ends_on(self) -> date:
        """The last day on which a missing one doesn't block new plans."""
        return self.blocks_from - timedelta(days=1)


def state_of(status: str | None, *, year: int, on: date) -> ReviewState:
    """Return the state on the day `on` of the review of `year` with `status`; None where none was begun."""
    if status not in HANDED_IN and on > due_on(year):
        return ReviewState.BLOCKING if on >= blocks_from(year) else ReviewState.OVERDUE
    return STATE_BY_STATUS[ReviewStatus(status) if status else None]


def years_owed(station: Station, *, on: date) -> range:
    """Return the years whose reviews a station owes by the day `on`, oldest first; a closed one owes none."""
    if station.status == StationStatus.CLOSED:
        return range(0)
    return policy.review_years(station.registered_on, on=on)


def review_state(station: Station, year: int, *, on: date) -> ReviewState | None:
    """Return where a station stands with a year's review; None where it owes none."""
    if year not in years_owed(station, on=on):
        return None
    review = AnnualReview.objects.filter(station=station, year=year).first()
    return Standing(station, year, on, review).state


def standings(station: Station, *, on: date) -> list[Standing]:
    """Return a station's years, the newest first: those that it owes, and those that were begun besides."""
    begun = {review.year: review for review in AnnualReview.objects.filter(station=station)}
    years = sorted({*begun, *years_owed(station, on=on)}, reverse=True)
    for review in begun.values():
        review.station = station
    return [Standing(station, year, on, begun.get(year)) for year in years]


def late_reviews(station: Station, *, on: date) -> list[Standing]:
    """Return the years whose reviews a station owes and didn't hand in in time, the newest first."""
    owed = years_owed(station, on=on)
    return [standing for standing in standings(station, on=on) if standing.is_late and standing.year in owed]


def review_block(station: Station, *, on: date) -> Iterator[Problem]:
    """Yield a problem for each review that is missing after its grace: it blocks new plans."""
    for standing in late_reviews(station, on=on):
        if standing.state is ReviewState.BLOCKING:
            yield _blocked(standing)


def _blocked(standing: Standing) -> Problem:
    first = standing.blocks_from
    if standing.review and standing.review.status == ReviewStatus.RETURNED:
        return Problem(
            f"{standing.year} 年度年审已被退回，尚未重新提交，自 {first} 起不能编制或提交年度计划",
            remedy="请按退回意见修改后重新提交",
        )
    return Problem(
        f"{standing.year} 年度年审应在 {standing.due_on} 24:00 前提交，至今未提交，"
        f"自 {first} 起不能编制或提交年度计划",
        remedy="请在“年审”中补交，提交后即可办理",
    )


def answer_label(name: str) -> str:
    """Return what the answer in the field `name` of a review is called."""
    return str(getattr(AnnualReview._meta.get_field(name), "verbose_name", name))  # noqa: SLF001  Django's API
