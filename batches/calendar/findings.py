"""How an exam date meets the rules and the days around it, in sentences."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from batches.days import midnight
from batches.guards import too_soon
from batches.models import Batch
from batches.selectors.agenda import MEANT
from batches.selectors.months import WEEKDAYS
from batches.selectors.timeline import GIVEN_UP
from ostami import policy
from ostami.problems import Problem
from stations.guards import idle
from stations.models import LicenceState, Station
from workflow.models import SpecialDay
from workflow.working_days import is_working_day


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule as a date meets it.

    Attributes:
        kept: whether it is kept; None for a hint, which forbids nothing.
        text: a sentence.
    """

    kept: bool | None
    text: str

    @property
    def word(self) -> str:
        """The verdict in a word."""
        return "提示" if self.kept is None else "符合" if self.kept else "不符合"

    @property
    def colour(self) -> str:
        """The colour that goes with the word."""
        return "warning" if self.kept is None else "success" if self.kept else "danger"


def of_lead(exam_date: date, applied_on: date) -> Iterator[Finding]:
    """Weigh the thirty days between application and exam (guide 4.5.1-2)."""
    problems = [*too_soon(exam_date, at=midnight(applied_on))]
    yield from broken(problems)
    if not problems:
        days = (exam_date - applied_on).days
        rule = f"{policy.BATCH_LEAD_DAYS} 天以上（服务指南 4.5.1-2）"
        yield Finding(kept=True, text=f"{applied_on} 提交申请，距考试 {days} 天，符合 {rule}。")


def of_application(station: Station, applied_on: date) -> Iterator[Finding]:
    """Weigh whether the station may apply on that day."""
    problems = [*idle(station, on=applied_on)]
    yield from broken(problems)
    if not problems:
        yield Finding(kept=True, text=f"申请当日（{applied_on}）考试站可以申请批次。")


def broken(problems: Iterable[Problem]) -> Iterator[Finding]:
    """Return each problem as a rule that isn't kept."""
    return (Finding(kept=False, text=str(problem)) for problem in problems)


def of_day(
    station: Station, exam_date: date, *, user: User, but_for: Batch | None = None
) -> Iterator[Finding]:
    """Compare the day itself: licence, weekday, and those other batches of the station that `user` sees."""
    yield from _of_licence(station, exam_date)
    yield from _of_weekday(exam_date)
    same_day = Batch.objects.visible_to(user).filter(station=station, exam_date=exam_date)
    same_day = same_day.exclude(status__in=(*GIVEN_UP, *MEANT)).order_by("pk")
    others = [str(batch) for batch in same_day if batch != but_for]
    if others:
        text = f"这一天本站还有{'、'.join(others)}，请核对考场和考评员是否安排得开。"
        yield Finding(kept=None, text=text)


def _of_licence(station: Station, exam_date: date) -> Iterator[Finding]:
    """Compare the licence: what was approved while it held may be finished, so its end is a hint."""
    match station.licence_state_on(exam_date):
        case LicenceState.VALID:
            yield Finding(kept=True, text=f"考试当日许可证有效（至 {station.valid_to}）。")
        case LicenceState.EXPIRED:
            text = f"许可证于 {station.valid_to} 到期，早于考试日期。请提前申请许可证延续。"
            yield Finding(kept=None, text=text)
        case LicenceState.AHEAD:
            text = f"许可证自 {station.valid_from} 起生效，晚于考试日期。请改选日期。"
            yield Finding(kept=None, text=text)
        case _:
            text = "许可证起止日期尚未登记，无法核对考试当日是否有效。请联系管理站登记。"
            yield Finding(kept=None, text=text)


def _of_weekday(exam_date: date) -> Iterator[Finding]:
    special = SpecialDay.objects.filter(day=exam_date).first()
    weekday = f"星期{WEEKDAYS[exam_date.weekday()]}"
    if special is not None:
        yield Finding(kept=None, text=f"{exam_date} 是{weekday}，{special.name}（{special.kind}）。")
    elif not is_working_day(exam_date, {}):
        yield Finding(kept=None, text=f"{exam_date} 是{weekday}，请确认考生、考评员和考场可以安排。")
    else:
        yield Finding(kept=True, text=f"{exam_date} 是{weekday}，工作日。")
