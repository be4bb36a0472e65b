"""What a station's annual review says of its exams."""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, Q

from candidates.models import Enrolment, EnrolmentQuerySet
from exams.grading import PASSING
from exams.models import PUBLISHED
from exams.selectors import OPEN
from scope_catalog.levels import LEVEL_ORDER, level_label
from scope_catalog.models import Occupation
from stations.figures import Figure, figure_provider
from stations.models import Station

LEVEL = "batch_item__plan_item__level"
TITLES = "batch_item__plan_item__trade__occupation__level_titles"


@figure_provider
def exam_figures(station: Station, year: int, *, on: date) -> list[Figure]:
    """Count who sat the exams of `year` and who passed, in all and a level, by approved results alone."""
    rows = sorted(_counts(station, year), key=lambda row: (LEVEL_ORDER.index(str(row[LEVEL])), row[TITLES]))
    sat, absent, passed = (sum(row[name] for row in rows) for name in ("sat", "absent", "passed"))
    return [
        Figure("实考人数", f"{sat} 人"),
        Figure("缺考人数", f"{absent} 人"),
        Figure("合格人数", f"{passed} 人"),
        Figure("合格率", rate(passed, sat)),
        *(_by_level(row) for row in rows),
    ]


def _counts(station: Station, year: int) -> list[dict[str, Any]]:
    people: EnrolmentQuerySet = Enrolment.objects.filter(
        batch__station=station, batch__exam_date__year=year, batch__status__in=PUBLISHED
    ).accepted()
    absent = Q(result__theory_absent=True) | Q(result__practical_absent=True)
    counted = people.order_by().values(LEVEL, TITLES)
    return list(
        counted.annotate(
            sat=Count("pk", ~OPEN & ~absent),
            absent=Count("pk", ~OPEN & absent),
            passed=Count("pk", Q(result__grade__in=PASSING)),
        )
    )


def _by_level(row: Mapping[str, Any]) -> Figure:
    titles = Occupation(level_titles=row[TITLES])
    share = rate(row["passed"], row["sat"])
    text = f"实考 {row['sat']} 人，合格 {row['passed']} 人，合格率 {share}"
    return Figure(level_label(row[LEVEL], occupation=titles), text)


def rate(passed: int, sat: int) -> str:
    """Return a pass rate in per cent with one decimal, rounded half up; 无 where nobody sat."""
    if not sat:
        return "无"
    share = Decimal(100 * passed) / sat
    return f"{share.quantize(Decimal('0.1'), ROUND_HALF_UP)}%"
