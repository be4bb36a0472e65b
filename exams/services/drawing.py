"""The supervision draw (guide 4.5.1-11)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Organisation, User
from accounts.rights import Perm, Role, refusal
from batches.models import Batch
from exams.draws import fresh_seed, lots, share
from exams.models import DrawnBatch, SupervisionDraw
from exams.supervised import pool
from ostami import clock
from ostami.policy import SUPERVISION_PEOPLE
from ostami.problems import Problem, refuse_if
from workflow import audit
from workflow.numbering import locked_series, next_number

CLAUSE = "4.5.1-11"
MADE_HERE = "平台随机生成"
NO_ORGANISATION = "您的账号没有所属机构，不能抽签。请由指导中心为账号登记所属管理站。"


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
    """

    first_day: date
    last_day: date
    count: int | None = None
    percent: int | None = None
    seed: str = ""
    seed_origin: str = ""

    def of(self, pool_size: int) -> int:
        """Return how many are drawn of a pool of that size."""
        return self.count if self.count is not None else share(pool_size, self.percent or 0)


@transaction.atomic
def draw_batches(*, request: DrawRequest, actor: User, at: datetime) -> SupervisionDraw:
    """Draw batches, and record seed, pool and result for good; audited.

    Draws and dispatches of one management station wait for each other, so that no batch is in two results.

    Raises:
        PermissionDenied: the actor's role draws nothing, or the login has no organisation.
        BlockedError: the request can't be met; all reasons at once.
    """
    organisation = dispatching(actor)
    found = list(pool(actor, first_day=request.first_day, last_day=request.last_day, at=at))
    refuse_if([*_unfit(request, at), *_too_few(request, found)])
    draw = SupervisionDraw(organisation=organisation, **_facts(request, found, at), drawn_by=actor)
    draw.save()
    _keep(draw, found)
    audit.record(
        draw,
        action="draw",
        sentence=f"从 {len(found)} 个批次中抽取了 {draw.count} 个督考批次",
        actor=actor,
        at=at,
        changes={
            "种子": ("", draw.seed),
            "抽中批次": ("", "、".join(draw.drawn)),
            "记录摘要": ("", draw.digest),
        },
    )
    return draw


def dispatching(actor: User) -> Organisation:
    """Return the actor's management station, held until the transaction ends.

    Raises:
        PermissionDenied: the actor's role dispatches nobody, or the login has no organisation.
    """
    if not actor.has_right(Perm.SUPERVISION_DISPATCH):
        raise PermissionDenied(refusal(Perm.SUPERVISION_DISPATCH, role=Role(actor.role)))
    if actor.organisation is None:
        raise PermissionDenied(NO_ORGANISATION)
    locked_series(f"supervision:{actor.organisation.code}")
    return actor.organisation


def _unfit(request: DrawRequest, at: datetime) -> Iterator[Problem]:
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


def _too_few(request: DrawRequest, found: Sequence[Batch]) -> Iterator[Problem]:
    if (request.count is None) == (request.percent is None):
        return
    if not found and request.first_day <= request.last_day:
        text = f"考试日期在 {request.first_day} 至 {request.last_day} 之间没有可抽的批次"
        remedy = f"可抽的是已批准、{SUPERVISION_PEOPLE} 人以上、未抽中过且未派督导员的批次，请改选日期"
        yield Problem(text, CLAUSE, remedy, "first_day")
    elif found and not 1 <= request.of(len(found)) <= len(found):
        text = f"该范围内可抽的批次有 {len(found)} 个，不能抽取 {request.of(len(found))} 个"
        yield Problem(text, CLAUSE, f"请填写 1 至 {len(found)}", "count")


def _facts(request: DrawRequest, found: Sequence[Batch], at: datetime) -> dict[str, Any]:
    seed, count = request.seed or fresh_seed(), request.of(len(found))
    year = clock.day_of(at).year
    return {
        "number": f"DK{year}-{next_number(f'supervision_draw:{year}'):03d}",
        "first_day": request.first_day,
        "last_day": request.last_day,
        "count": count,
        "seed": seed,
        "seed_origin": request.seed_origin if request.seed else MADE_HERE,
        "pool": [_entry(batch) for batch in found],
        "drawn": [lot.number for lot in lots(seed, (str(one.number) for one in found), count) if lot.drawn],
        "drawn_at": at,
    }


def _entry(batch: Batch) -> dict[str, Any]:
    return {
        "number": batch.number,
        "people": batch.people,  # type: ignore[attr-defined]  # annotated by `pool`
        "exam_date": str(batch.exam_date),
        "station": str(batch.station),
    }


def _keep(draw: SupervisionDraw, found: Sequence[Batch]) -> None:
    by_number = {batch.number: batch for batch in found}
    for number in draw.drawn:
        DrawnBatch(draw=draw, batch=by_number[number]).save()
