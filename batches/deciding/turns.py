"""Who has a case that was handed in, since when, until when, and how late (guide 4.5.1-9)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.conf import settings

from accounts.models import Organisation
from accounts.rights import Role
from batches.models import AnnualPlan, Batch, DateChange, DateChangeStatus, PlanStatus
from batches.models.batches import WAITING
from ostami import clock
from stations.guards import all_branches
from stations.models import Station
from workflow.working_days import Special, add_working_days, special_days, working_days_between

Waiting = AnnualPlan | Batch | DateChange
ACTS = {Role.BRANCH: "审核", Role.MANAGEMENT: "审批"}


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is with a case.

    Attributes:
        role: who acts.
        organisation: which of them; None where a station stands under no management station.
        since: the day on which it came to them, which isn't counted.
        due: the last working day of their time.
        left: working days from the day asked about to `due`.
        late_by: working days by which `due` has passed; none on the day itself and the weekend after it.
        over: whether `due` has passed at all.
    """

    role: Role
    organisation: Organisation | None
    since: date
    due: date
    left: int
    late_by: int
    over: bool

    @property
    def who(self) -> str:
        """The organisation's name."""
        return str(self.organisation or self.role.label)

    @property
    def is_late(self) -> bool:
        """Tell whether a working day has passed beyond the due one."""
        return self.late_by > 0

    @property
    def state(self) -> str:
        """How the time stands: 还剩 2 个工作日, 今天到期, 已超期 3 个工作日."""
        if self.late_by:
            return f"已超期 {self.late_by} 个工作日"
        if self.over:
            return "期限已到，下一个工作日起算超期"
        return f"还剩 {self.left} 个工作日" if self.left else "今天到期"

    @property
    def words(self) -> str:
        """The turn as a sentence without its full stop."""
        return f"等待{self.who}{ACTS[self.role]}，应于 {self.due}（含当日）前办结（{self.state}）"


@dataclass(frozen=True)
class Desks:
    """What many turns share: the day, and what is read or computed once, when it is first asked for."""

    today: date
    counted: dict[tuple[date, int], tuple[date, int, int]] = field(default_factory=dict)

    @cached_property
    def special(self) -> Special:
        """The special days."""
        return special_days()

    @cached_property
    def branches(self) -> Mapping[str, Organisation]:
        """The branch of each province that has one."""
        return {branch.province: branch for branch in all_branches().order_by("-code")}

    def turn(self, role: Role, organisation: Organisation | None, *, since: datetime, days: int) -> Turn:
        """Return the turn of whoever has had a case since an instant, with a time in working days."""
        first = clock.day_of(since)
        due, left, late_by = self._counted(first, days)
        return Turn(
            role=role,
            organisation=organisation,
            since=first,
            due=due,
            left=left,
            late_by=late_by,
            over=self.today > due,
        )

    def _counted(self, first: date, days: int) -> tuple[date, int, int]:
        """Return due day, working days left and late, counted once for all cases of a day."""
        if (first, days) not in self.counted:
            due = add_working_days(first, days, self.special)
            left = working_days_between(self.today, due, self.special)
            late_by = working_days_between(due, self.today, self.special)
            self.counted[first, days] = due, left, late_by
        return self.counted[first, days]


def desks_at(at: datetime) -> Desks:
    """Return the desks as they stand at an instant; one for many cases keeps the queries constant."""
    return Desks(clock.day_of(at))


def turn_of(batch: Batch, *, at: datetime, desks: Desks | None = None) -> Turn | None:
    """Return whose turn it is with a batch; None unless it waits for a decision.

    Args:
        batch: the batch; joined with its station's organisation and that one's parent it costs no query.
        at: the instant.
        desks: what many turns share.
    """
    if batch.status not in WAITING or batch.waiting_since is None:
        return None
    desks = desks or desks_at(at)
    branch = desks.branches.get(batch.station.organisation.province) if batch.goes_by_branch else None
    if branch:
        days = settings.BRANCH_WORKING_DAYS
        return desks.turn(Role.BRANCH, branch, since=batch.waiting_since, days=days)
    return _of_management(batch.station, desks, since=batch.waiting_since, days=settings.BATCH_WORKING_DAYS)


def plan_turn(plan: AnnualPlan, *, at: datetime, desks: Desks | None = None) -> Turn | None:
    """Return management's turn with a plan; None unless it waits for a decision."""
    if plan.status != PlanStatus.SUBMITTED or plan.submitted_at is None:
        return None
    desks = desks or desks_at(at)
    return _of_management(plan.station, desks, since=plan.submitted_at, days=settings.PLAN_WORKING_DAYS)


def date_change_turn(change: DateChange, *, at: datetime, desks: Desks | None = None) -> Turn | None:
    """Return management's turn with a change of date; None unless it waits for a decision."""
    if change.status != DateChangeStatus.REQUESTED:
        return None
    days = settings.DATE_CHANGE_WORKING_DAYS
    desks = desks or desks_at(at)
    return _of_management(change.batch.station, desks, since=change.requested_at, days=days)


def _of_management(station: Station, desks: Desks, *, since: datetime, days: int) -> Turn:
    return desks.turn(Role.MANAGEMENT, station.organisation.parent, since=since, days=days)


def turn_of_case(case: Waiting, *, at: datetime, desks: Desks | None = None) -> Turn | None:
    """Return whose turn it is with a plan, a batch or a change of date."""
    if isinstance(case, Batch):
        return turn_of(case, at=at, desks=desks)
    if isinstance(case, AnnualPlan):
        return plan_turn(case, at=at, desks=desks)
    return date_change_turn(case, at=at, desks=desks)


def turns_of(cases: Iterable[Waiting], *, at: datetime) -> list[tuple[Waiting, Turn | None]]:
    """Return cases, in order, each with its turn: two queries where their stations are joined."""
    desks = desks_at(at)
    return [(case, turn_of_case(case, at=at, desks=desks)) for case in cases]
