"""A station's batch from the roster on: ready to be scored, scored, approved, certified."""

from datetime import date, datetime, timedelta
from typing import Any

from accounts.models import User
from batches.models import Batch
from exams.selectors import examined
from scope_catalog.models import Trade
from stations.models import Station
from tests.factories import exam
from workflow.lifecycle import perform

ISSUED_ON = date(2026, 9, 8)
PASS = ("85", "92.5")


def roster_batch(
    station: Station, management: User, *names: str, trade: Trade | None = None, **facts: Any
) -> Batch:
    """A batch of one trade (数控车工), level 4, whose roster of `names` was handed in."""
    trade = trade or exam.trade()
    if not station.grants.filter(trade=trade).exists():
        exam.scope(station, trade, "54321")
    plan = station.plans.first() or exam.approved_plan(station, management, {"trade": trade})
    item = plan.items.free().filter(trade=trade).first() or exam.plan_item(plan, trade=trade)
    return exam.with_roster(exam.approved_batch(station, management, item, **facts), *names)


def certified(batch: Batch, *, centre: User, on: date = ISSUED_ON) -> Batch:
    """Issue the certificates of a batch whose results are approved."""
    return perform(batch, "certify", actor=centre, at=exam.noon(on))


def approved(
    station: Station, management: User, people: dict[str, tuple[str | None, str | None]], **facts: Any
) -> Batch:
    """A batch of the named people whose results are approved; None is an absence."""
    batch = roster_batch(station, management, *people, **facts)
    return exam.with_results(batch, *people.values(), management=management)


def certified_batch(
    station: Station,
    management: User,
    centre: User,
    people: dict[str, tuple[str | None, str | None]],
    **facts: Any,
) -> Batch:
    """A certified batch of the named people with their scores; None is an absence."""
    return certified(approved(station, management, people, **facts), centre=centre)


def finish(batch: Batch, *scores: tuple[str | None, str | None], management: User, centre: User) -> Batch:
    """Take a batch with accepted enrolments through roster, scores and approval to its certificates."""
    login = batch.station.organisation.users.get()
    batch = perform(batch, "submit_roster", actor=login, at=exam.noon(date(2026, 8, 10)))
    return certified(exam.with_results(batch, *scores, management=management), centre=centre)


def grid(batch: Batch, *rows: tuple[str, str]) -> dict[str, str]:
    """What a browser sends for a batch's score grid: (theory, practical) in roster order, as typed.

    A paper that says 缺考 is ticked as an absence.
    """
    typed: dict[str, str] = {}
    for enrolment, row in zip(examined(batch), rows, strict=True):
        for part, text in zip(("theory", "practical"), row, strict=True):
            name = f"{part}_absent_{enrolment.pk}" if text == "缺考" else f"{part}_{enrolment.pk}"
            typed[name] = "on" if text == "缺考" else text
    return typed


def exam_noon(batch: Batch, days: int = 0) -> datetime:
    """Noon of the exam day, or `days` later."""
    return exam.noon(batch.exam_date + timedelta(days=days))
