"""What the public is told: totals alone, and none from which a few people could be told apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.core.cache import cache

from candidates.eligibility.requirements import level_words
from candidates.models import Enrolment
from certificates.models import Certificate
from ostami import clock
from portal.figures.asked import OF_ENROLMENT
from portal.figures.scope import OF_CERTIFICATE
from portal.figures.tallies import count_certificates, count_people
from stations.models import Station

LEAST_SHOWN = 10
FEW, KEPT_BACK = f"少于 {LEAST_SHOWN}", "不单列"
KEPT_SECONDS = 300
CACHE_KEY = "portal.figures.public"


@dataclass(frozen=True, slots=True)
class PublicTable:
    """A table for the public: its columns, its lines, the first cell of each being the label."""

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class PublicFigures:
    """Totals and tables, and when they were counted."""

    totals: list[tuple[str, str]]
    tables: list[PublicTable]
    counted_at: datetime


def public_figures() -> PublicFigures:
    """Return what the public sees, counted anew after some minutes.

    Nothing in it hangs on the day: what was kept is as true as when it was counted.
    """
    return cast("PublicFigures", cache.get_or_set(CACHE_KEY, _counted, KEPT_SECONDS))


def _counted() -> PublicFigures:
    people, certificates = Enrolment.objects.all(), Certificate.objects.all()
    enrolled = _by(count_people(people, OF_ENROLMENT["year"]), "enrolled")
    issued = _by(count_certificates(certificates, OF_CERTIFICATE["year"]), "standing")
    levels = _by(count_certificates(certificates, OF_CERTIFICATE["level"]), "standing")
    years = sorted({*enrolled, *issued}, reverse=True)
    by_year = zip(
        (f"{year} 年" for year in years),
        disclosed([enrolled.get(year, 0) for year in years]),
        disclosed([issued.get(year, 0) for year in years]),
        strict=True,
    )
    ordered = sorted(levels, reverse=True)
    by_level = zip(map(level_words, ordered), disclosed([levels[level] for level in ordered]), strict=True)
    return PublicFigures(
        [
            ("考试站", str(Station.objects.listed().count())),
            ("报名人数", _total(enrolled.values())),
            ("有效证书", _total(issued.values())),
        ],
        [
            PublicTable("各年度报名和发证", ("年度", "报名人数", "有效证书"), list(by_year)),
            PublicTable("各等级有效证书", ("等级", "有效证书"), list(by_level)),
        ],
        clock.now(),
    )


def _by(rows: Iterable[dict[str, int]], name: str) -> dict[int, int]:
    return {row["key"]: row[name] for row in rows if row[name]}


def _total(counts: Iterable[int]) -> str:
    return disclosed([sum(counts)])[0]


def disclosed(counts: Sequence[int]) -> list[str]:
    """Return the counts of a table as the public may read them, beside a total that it may read too.

    A few people are not counted out to the public. What the total less all other lines would give away is
    kept back as well: further lines, the smallest first, until those kept back hold ten people together.
    """
    few = {place for place, count in enumerate(counts) if 0 < count < LEAST_SHOWN}
    hidden = set(few)
    for place in sorted(range(len(counts)), key=lambda place: counts[place]):
        together = sum(counts[one] for one in hidden)
        if counts[place] and hidden and (len(hidden) < 2 or together < LEAST_SHOWN):  # noqa: PLR2004  a pair
            hidden.add(place)
    return [
        FEW if place in few else KEPT_BACK if place in hidden else str(count)
        for place, count in enumerate(counts)
    ]
