"""Everything that waits for a decision: who has it, until when, and how late."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from batches.deciding.turns import Turn, Waiting, turns_of
from batches.models import AnnualPlan, Batch, DateChange, DateChangeStatus, PlanStatus
from batches.models.batches import WAITING

KINDS: dict[type[Waiting], str] = {AnnualPlan: "年度计划", Batch: "批次", DateChange: "考试日期调整"}


@dataclass(frozen=True, slots=True)
class Line:
    """A case that waits, with whose turn it is."""

    case: Waiting
    turn: Turn

    @property
    def kind(self) -> str:
        """What the case is."""
        return KINDS[type(self.case)]

    @property
    def title(self) -> str:
        """The case without its station, which stands beside it."""
        return self.case.title if isinstance(self.case, AnnualPlan) else str(self.case)

    @property
    def station(self) -> str:
        """The station that handed it in."""
        batch_or_plan = self.case.batch if isinstance(self.case, DateChange) else self.case
        return str(batch_or_plan.station)


@dataclass(frozen=True, slots=True)
class Desk:
    """What one organisation has: how many cases, and how many of them late."""

    who: str
    cases: int
    late: int


def waiting_lines(user: User, *, at: datetime) -> list[Line]:
    """Return all that waits for a decision in a person's scope, what was or is due first on top: late ones.

    Eight queries, however many cases wait.
    """
    lines = [Line(case, turn) for case, turn in turns_of(_waiting(user), at=at) if turn is not None]
    return sorted(lines, key=lambda line: (line.turn.due, line.turn.since))


def _waiting(user: User) -> Iterator[Waiting]:
    station = "station__organisation__parent"
    # Hundreds of batches of some forty stations: each station is read once.
    yield from Batch.objects.visible_to(user).filter(status__in=WAITING).prefetch_related(station)
    plans = AnnualPlan.objects.visible_to(user).filter(status=PlanStatus.SUBMITTED)
    yield from plans.select_related(station)
    changes = DateChange.objects.visible_to(user).filter(status=DateChangeStatus.REQUESTED)
    yield from changes.select_related(f"batch__{station}")


def desks_in(lines: Iterable[Line]) -> list[Desk]:
    """Return what each organisation has, those with most late cases first."""
    by_name: dict[str, list[Line]] = {}
    for line in lines:
        by_name.setdefault(line.turn.who, []).append(line)
    desks = [Desk(who, len(has), sum(line.turn.is_late for line in has)) for who, has in by_name.items()]
    return sorted(desks, key=lambda desk: (-desk.late, -desk.cases, desk.who))
