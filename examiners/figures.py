"""What a station's annual review says of its examiners."""

from datetime import date

from examiners.models import Examiner, Grade
from examiners.selectors import short_trades
from ostami.policy import EXAMINERS_PER_TRADE
from stations.figures import Figure, figure_provider
from stations.models import Station


@figure_provider
def examiner_figures(station: Station, year: int, *, on: date) -> list[Figure]:
    """Count the examiners who are valid on the day `on`, those who expire within a year, and short trades."""
    valid = Examiner.objects.filter(station=station).valid_on(on)
    seniors = valid.filter(grade=Grade.SENIOR).count()
    expiring = valid.filter(valid_to__lt=_a_year_after(on)).count()
    short = [found.trade.name for found in short_trades(station=station, on=on) if found.lacks]
    return [
        Figure("有效考评员", f"{valid.count()} 人，其中高级考评员 {seniors} 人"),
        Figure("一年内到期的考评员", f"{expiring} 人"),
        Figure(f"考评员不足 {EXAMINERS_PER_TRADE} 人的工种", _named(short)),
    ]


def _a_year_after(day: date) -> date:
    """Return the same day of the next year; 03-01 for 02-29."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 3, 1)


def _named(trades: list[str]) -> str:
    return f"{len(trades)} 个：{'、'.join(trades)}" if trades else "无"
