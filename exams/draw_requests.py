"""What a supervision draw is asked for, and what keeps it from being made (guide 4.5.1-11)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import User
from batches.models import Batch
from exams.draws import share
from exams.models import SupervisionDraw
from ostami import clock
from ostami.policy import SUPERVISION_PEOPLE
from ostami.problems import Problem

CLAUSE = "4.5.1-11"


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawRequest:
    """What a draw is asked for.

    Attributes:
        first_day: the first exam date of the range, included.
        last_day: the last exam date of the range, included.
        count: how many batches; None where `percent` says it.
        percent: how many of a hundred, a fraction counted as a whole batch.
        seed: typed, so that nobody of the portal chooses it; empty for one that the portal makes.
        seed_origin: where a typed seed is from, such as the lottery's number of a day.
        after: the number of the latest draw as the page showed it, so that a page sent twice draws once; None
            asks nothing.
    """

    first_day: date
    last_day: date
    count: int | None = None
    percent: int | None = None
    seed: str = ""
    seed_origin: str = ""
    after: str | None = None

    def of(self, pool_size: int) -> int:
        """Return how many are drawn of a pool of that size."""
        return self.count if self.count is not None else share(pool_size, self.percent or 0)


def latest_number(actor: User) -> str:
    """Return the number of the latest draw in the actor's scope; empty before the first."""
    made = SupervisionDraw.objects.visible_to(actor).order_by("-pk")
    return made.values_list("number", flat=True).first() or ""


def overtaken(request: DrawRequest, actor: User) -> Iterator[Problem]:
    """Yield a problem where a draw was made since the page was shown."""
    if request.after is not None and request.after != (latest := latest_number(actor)):
        yield Problem(
            f"打开本页后已完成一次抽签（{latest}），本次没有抽签",
            remedy="请先在抽签记录中查看结果；确需再抽一次的，请再点击“抽签”",
        )


def unfit(request: DrawRequest, at: datetime) -> Iterator[Problem]:
    """Yield what is wrong with a request whatever the pool."""
    if request.last_day < request.first_day:
        yield Problem("考试日期范围的止日早于起日", remedy="请核对日期", field="last_day")
    elif request.last_day < clock.day_of(at):
        yield Problem(
            f"考试日期范围到 {request.last_day} 为止，都已过去",
            CLAUSE,
            "只能抽取尚未考试的批次，请改选日期",
            "last_day",
        )
    if (request.count is None) == (request.percent is None):
        yield Problem("抽取数量和抽取比例须填其中一项", remedy="请只填一项", field="count")
    if request.seed and not request.seed_origin:
        yield Problem(
            "请写明种子的来源", remedy="如某月某日某期彩票的开奖号码，以便他人查证", field="seed_origin"
        )


def too_few(request: DrawRequest, found: Sequence[Batch]) -> Iterator[Problem]:
    """Yield a problem where the pool `found` doesn't hold as many batches as are asked for."""
    if (request.count is None) == (request.percent is None):
        return
    if not found and request.first_day <= request.last_day:
        text = f"考试日期在 {request.first_day} 至 {request.last_day} 之间没有可抽的批次"
        remedy = f"可抽的是已批准、{SUPERVISION_PEOPLE} 人以上、未抽中过且未派督导员的批次，请改选日期"
        yield Problem(text, CLAUSE, remedy, "first_day")
    elif found and not 1 <= request.of(len(found)) <= len(found):
        text = f"该范围内可抽的批次有 {len(found)} 个，不能抽取 {request.of(len(found))} 个"
        yield Problem(text, CLAUSE, f"请填写 1 至 {len(found)}", "count")
