"""Batches of many people, for the supervision draw."""

from datetime import date

from accounts.models import User
from batches.models import Batch
from stations.models import Station
from tests.factories import exam


def big_batch(
    station: Station, management: User, headcount: int = 80, *, exam_date: date = exam.EXAM_DATE
) -> Batch:
    """An approved batch whose plan items are for `headcount` people, at most 99 each."""
    trade = exam.trade()
    if not station.grants.filter(trade=trade).exists():
        exam.scope(station, trade, "54321")
    plan = station.plans.first() or exam.approved_plan(station, management, {"trade": trade})
    sizes = [min(99, headcount - start) for start in range(0, headcount, 99)]
    items = [exam.plan_item(plan, trade=trade, headcount=size) for size in sizes]
    return exam.approved_batch(station, management, *items, exam_date=exam_date)
