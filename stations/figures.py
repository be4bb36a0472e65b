"""A year's figures of a station, told by every app that has some.

The annual review belongs to this app, which knows nothing of the floors above it. They register what they
count, from their `AppConfig.ready`:

    @figure_provider
    def exam_figures(station, year, *, on): ...

A provider returns figures in the order in which people read them; the providers are asked in the order of
registration, so that the floors follow each other.
"""

from datetime import date
from typing import NamedTuple, Protocol, TypeVar

from stations.models import AnnualReview, LicenceState, Position, ScopeGrant, Station


class Figure(NamedTuple):
    """One line: what is counted, and the count with its unit."""

    label: str
    text: str


class Provider(Protocol):
    """What counts the figures of `year`, as they are on the day `on`."""

    def __call__(self, station: Station, year: int, *, on: date) -> list[Figure]: ...  # noqa: D102


P = TypeVar("P", bound=Provider)
_providers: list[Provider] = []


def figure_provider(provider: P) -> P:
    """Let `provider` add its figures below those registered before; usable as a decorator."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def figures_of(station: Station, year: int, *, on: date) -> list[Figure]:
    """Return a station's figures of `year` as they are on the day `on`."""
    return [figure for provider in _providers for figure in provider(station, year, on=on)]


def shown_figures(review: AnnualReview, *, on: date) -> list[Figure]:
    """Return a review's figures: those of the day `on` while it is open, then those that were handed in."""
    if review.is_open:
        return figures_of(review.station, review.year, on=on)
    return [Figure(*figure) for figure in review.figures]


@figure_provider
def station_figures(station: Station, year: int, *, on: date) -> list[Figure]:
    """Count licence, scope and staff, each as it is on the day `on`."""
    trades = ScopeGrant.objects.live().filter(station=station).count()
    return [
        Figure("许可证", _licence(station, on)),
        Figure("评价范围", f"{trades} 个工种"),
        *_staff(station),
    ]


def _licence(station: Station, on: date) -> str:
    state = station.licence_state_on(on)
    if state is LicenceState.UNKNOWN:
        return str(state.label)
    return f"{state.label}，{station.valid_from} 至 {station.valid_to}"


def _staff(station: Station) -> list[Figure]:
    serving = list(station.staff.serving())
    people = {kind: [one.name for one in serving if one.position == kind] for kind in Position}
    return [Figure(str(kind.label), _counted(names)) for kind, names in people.items()]


def _counted(names: list[str]) -> str:
    return f"{len(names)} 人（{'、'.join(names)}）" if names else "0 人"
