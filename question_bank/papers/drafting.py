"""New papers, before anything is in them."""

from collections.abc import Iterator
from datetime import datetime

from accounts.models import User
from ostami.problems import Problem
from question_bank.blueprint_rules import MINUTES
from question_bank.models import Paper
from question_bank.scope import scope_problems
from scope_catalog.levels import Level
from scope_catalog.models import Trade


def draft_problems(actor: User, *, trade: Trade, level: Level, minutes: int) -> Iterator[Problem]:
    """Yield why the actor's organisation can't have a paper of a trade, level and length."""
    yield from scope_problems(actor, trade=trade, level=level)
    yield from minutes_problems(minutes)


def minutes_problems(minutes: int) -> Iterator[Problem]:
    """Yield a problem for a time that no exam takes."""
    least, most = MINUTES
    if not least <= minutes <= most:
        yield Problem(f"考试时间须为 {least} 至 {most} 分钟", field="minutes")


def new_draft(actor: User, *, trade: Trade, level: Level, minutes: int, at: datetime) -> Paper:
    """Return a draft of the actor's organisation; it isn't stored yet."""
    owner = actor.organisation
    return Paper(owner=owner, trade=trade, level=level, minutes=minutes, written_by=actor, written_at=at)
