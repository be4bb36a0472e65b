"""What candidates may see of their seats, and when that is taken back."""

from collections.abc import Iterator
from datetime import datetime

from accounts.models import User
from batches.models import Batch, DateChange
from exams.models import Arrangement
from exams.seating.holding import tell
from exams.seating.hours import people_twice, rooms_twice
from exams.seating.reading import arrangement_of, unseated
from exams.seating.wording import some_names
from ostami.problems import Problem
from question_bank.paper_kinds import PaperKind
from workflow.lifecycle import Step


def unpublishable(batch: Batch) -> Iterator[Problem]:
    """Yield what has to be settled before candidates see their seats."""
    for kind in PaperKind:
        names = [one.candidate.name for one in unseated(batch, kind)]
        if names:
            who = f"{len(names)} 名考生没有座位：{some_names(names)}"
            yield Problem(f"{kind.label}考试还有 {who}", remedy="请先安排座位")
    yield from rooms_twice(batch)
    yield from people_twice(batch)


def withdraw_if_broken(arrangement: Arrangement, *, actor: User, at: datetime) -> None:
    """Take a published arrangement back where a change left it with what `unpublishable` yields."""
    if arrangement.published_at is None:
        return
    problem = next(unpublishable(arrangement.batch), None)
    if problem:
        _withdraw(arrangement, problem.text, actor=actor, at=at)


def withdraw_on_new_date(step: Step[DateChange]) -> None:
    """Take a batch's seats back: whether rooms and hours do on the new day is the station's to say."""
    arrangement = arrangement_of(step.case.batch)
    if arrangement and arrangement.published_at is not None:
        _withdraw(arrangement, "考试日期已调整", actor=step.actor, at=step.at)


def _withdraw(arrangement: Arrangement, why: str, *, actor: User, at: datetime) -> None:
    """Hide the seats from candidates; who had published them stays on record."""
    arrangement.published_at = None
    arrangement.save(update_fields=["published_at"])
    tell(arrangement, "withdraw", f"撤回了考场安排的发布：{why}", actor=actor, at=at)
