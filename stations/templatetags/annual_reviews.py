"""What a station's page says of its annual reviews."""

from dataclasses import dataclass

from django import template

from ostami import clock
from stations.models import ReviewStatus, Station
from stations.reviews import ReviewState, Standing, standings, years_owed

register = template.Library()

COLOURS = {
    ReviewState.NOT_STARTED: "secondary",
    ReviewState.FILLING: "secondary",
    ReviewState.RETURNED: "warning",
    ReviewState.SUBMITTED: "primary",
    ReviewState.GRADED: "success",
    ReviewState.OVERDUE: "warning",
    ReviewState.BLOCKING: "danger",
}


@dataclass(frozen=True, slots=True)
class Overview:
    """The years that are late, and the last one that was graded, if any."""

    late: list[Standing]
    last_graded: Standing | None


@register.simple_tag
def review_overview(station: Station) -> Overview:
    """Return what a station's page says of its reviews today."""
    today = clock.today()
    years, owed = standings(station, on=today), years_owed(station, on=today)
    graded = (one for one in years if one.review and one.review.status == ReviewStatus.GRADED)
    return Overview([one for one in years if one.is_late and one.year in owed], next(graded, None))


@register.inclusion_tag("workflow/status.html")
def review_state_tag(state: ReviewState) -> dict[str, str]:
    """Show where a year's review stands as a word with its colour."""
    return {"word": str(ReviewState(state).label), "colour": COLOURS[ReviewState(state)]}
