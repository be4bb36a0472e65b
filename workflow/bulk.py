"""Moving many cases of a list: what stands in the way of each, and what became of each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import models, transaction

from accounts.models import User
from ostami.problems import BlockedError, Problem, refuse_if
from workflow.audit import history_of
from workflow.lifecycle import Case, StaleError, available_transitions, perform

MOST = 200  # in one go: each is a transaction of its own, and a person waits for the page


class Verdict(models.TextChoices):
    """What becomes of one case."""

    READY = "ready", "可以办理"
    HINDERED = "hindered", "不能办理"
    DONE = "done", "已办理"
    REFUSED = "refused", "未办理"
    OVERTAKEN = "overtaken", "已由他人处理"


COLOURS = {
    Verdict.READY: "primary",
    Verdict.HINDERED: "danger",
    Verdict.DONE: "success",
    Verdict.REFUSED: "danger",
    Verdict.OVERTAKEN: "secondary",
}
CHANGED = Problem("您查看之后，这一件又有改动", remedy="请打开查看后再办理")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes, or became, of one case, and why."""

    case: Any
    verdict: Verdict
    reasons: tuple[str, ...] = ()

    @property
    def colour(self) -> str:
        """The colour's name in the theme."""
        return COLOURS[self.verdict]

    @property
    def is_ready(self) -> bool:
        """Tell whether it can be moved."""
        return self.verdict is Verdict.READY

    @property
    def is_done(self) -> bool:
        """Tell whether it was moved."""
        return self.verdict is Verdict.DONE


def weigh(cases: Iterable[Case], move: str, *, actor: User, at: datetime) -> list[Outcome]:
    """Return for each case whether `actor` can move it, and what stands in the way; exceptions come first."""
    return sorted((_weighed(case, move, actor, at) for case in cases), key=lambda outcome: outcome.is_ready)


def _weighed(case: Case, move: str, actor: User, at: datetime) -> Outcome:
    offered = available_transitions(case, actor, at=at)
    found = next((one for one in offered if one.transition.name == move), None)
    if found is None:
        return Outcome(case, Verdict.OVERTAKEN, (str(StaleError(case)),))
    reasons = tuple(map(str, found.problems))
    return Outcome(case, Verdict.HINDERED if reasons else Verdict.READY, reasons)


def move_each(
    cases: Iterable[Case], move: str, *, actor: User, at: datetime, seen_at: datetime, reason: str = ""
) -> list[Outcome]:
    """Move each case in a transaction of its own, as its own page would, and tell what became of it.

    Args:
        cases: the cases.
        move: the transition.
        actor: who moves them.
        at: the instant of the act.
        seen_at: the instant at which they were shown; what was changed since isn't moved.
        reason: the words, the same on all.
    """
    act = partial(_moved, move=move, seen_at=seen_at, actor=actor, at=at, reason=reason)
    return [_outcome(partial(act, case), case) for case in cases]


def _moved(case: Case, *, move: str, seen_at: datetime, at: datetime, **told: Any) -> Case:
    with transaction.atomic():
        moved = perform(case, move, at=at, **told)
        # Under the row's lock: whoever moves it besides waits, or was here before.
        since = history_of(moved).filter(at__gt=seen_at, at__lt=at).exclude(target="")
        refuse_if([CHANGED] if since.exists() else [])
    return moved


def _outcome(act: Callable[[], Case], case: Case) -> Outcome:
    try:
        return Outcome(act(), Verdict.DONE)
    except StaleError as stale:
        return Outcome(stale.row, Verdict.OVERTAKEN, (str(stale),))
    except BlockedError as blocked:
        return Outcome(case, Verdict.REFUSED, tuple(map(str, blocked.problems)))
