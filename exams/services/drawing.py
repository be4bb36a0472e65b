"""The supervision draw (guide 4.5.1-11)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Organisation, User
from accounts.rights import Perm, need
from batches.models import Batch
from exams.draw_requests import DrawRequest, overtaken, too_few, unfit
from exams.draws import fresh_seed, lots
from exams.models import DrawnBatch, SupervisionDraw
from exams.supervised import pool
from ostami import clock
from ostami.problems import refuse_if
from workflow import audit
from workflow.numbering import locked_series, next_number

MADE_HERE = "平台随机生成"
NO_ORGANISATION = "您的账号没有所属机构，不能抽签。请由指导中心为账号登记所属管理站。"


@transaction.atomic
def draw_batches(*, request: DrawRequest, actor: User, at: datetime) -> SupervisionDraw:
    """Draw batches, and record seed, pool and result for good; audited.

    Draws and dispatches of one management station wait for each other, so that no batch is in two results.

    Raises:
        PermissionDenied: the actor's role draws nothing, or the login has no organisation.
        BlockedError: the request can't be met; all reasons at once.
    """
    organisation = dispatching(actor)
    refuse_if(overtaken(request, actor))
    found = list(pool(actor, first_day=request.first_day, last_day=request.last_day, at=at))
    refuse_if([*unfit(request, at), *too_few(request, found)])
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
    need(actor, Perm.SUPERVISION_DISPATCH)
    if actor.organisation is None:
        raise PermissionDenied(NO_ORGANISATION)
    locked_series(f"supervision:{actor.organisation.code}")
    return actor.organisation


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
