"""Asking for another exam date, as tests do it."""

from datetime import date, datetime

from accounts.models import User
from accounts.rights import Role
from batches.models import Batch, DateChange
from batches.services.date_changes import request_date_change
from ostami.clock import SHANGHAI
from ostami.problems import BlockedError
from workflow.lifecycle import perform

REASON = "实训楼供电改造"


def instant(month: int, day: int, hour: int = 12, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, second, tzinfo=SHANGHAI)


def ask(batch: Batch, new_date: date, *, at: datetime) -> DateChange:
    """The station asks."""
    login = batch.station.organisation.users.get(role=Role.STATION)
    return request_date_change(batch=batch, actor=login, new_date=new_date, reason=REASON, at=at)


def asked(batch: Batch, new_date: date, *, at: datetime) -> str:
    """What the station hears, nothing where it is taken."""
    try:
        ask(batch, new_date, at=at)
    except BlockedError as refused:
        return str(refused)
    return ""


def moved(batch: Batch, new_date: date, *, by: User, at: datetime) -> Batch:
    """Asked and approved at one instant; the batch as it then stands."""
    perform(ask(batch, new_date, at=at), "approve", actor=by, at=at)
    batch.refresh_from_db()
    return batch
