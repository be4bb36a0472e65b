"""Plans, batches and changes of date under any sequence of acts: what must always hold, holds after each."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import Http404
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from accounts.models import User
from batches import services
from batches.models import AnnualPlan, Batch, BatchItem, CandidateType, DateChange, PlanItem
from batches.services.date_changes import request_date_change
from examiners.models import Examiner
from ostami import clock
from ostami.problems import BlockedError
from scope_catalog.choices import Scheme
from scope_catalog.models import Trade
from stations.models import Station
from tests.batches.rule_book import (
    BATCH_TABLE,
    BRANCH,
    DATE_CHANGE_TABLE,
    DECISIONS,
    MANAGEMENT,
    PLAN_TABLE,
    STATION,
    TURNS,
    Row,
)
from tests.factories import exam
from workflow.audit import verify
from workflow.lifecycle import Case, perform
from workflow.models import AuditEvent

pytestmark = pytest.mark.django_db

# A roster needs candidates, whom this walk leaves out.
MOVES = ("submit", "endorse", "approve", "cancel", "return", "withdraw")
BATCH_MOVES = {name: BATCH_TABLE[name] for name in MOVES}
TABLES: dict[type[Any], dict[str, Row]] = {
    AnnualPlan: PLAN_TABLE,
    Batch: BATCH_MOVES,
    DateChange: DATE_CHANGE_TABLE,
}
SETTLED = ("approved", "withdrawn", "cancelled")
HOLDING = {"submitted", "endorsed", "approved", "cancelled"}
ROWS: list[type[Any]] = [AnnualPlan, PlanItem, Batch, BatchItem, DateChange]
REFUSALS = (BlockedError, PermissionDenied, Http404)
PLACE = st.integers(0, 30)
AHEAD = st.sampled_from([40, 70, 12, 11, 10, 0])
SCHEMES = st.sampled_from(Scheme)
PEOPLE = st.sampled_from([STATION, MANAGEMENT, BRANCH])


Draw = Callable[[st.SearchStrategy[Any]], Any]
# Often what gets a case on; each of the others now and then.
ACTS = (
    ["move_batch"] * 8
    + ["move_plan", "ask_for_a_date", "decide_on_a_date"] * 3
    + [
        "cancel_batch",
        "apply",
        "make_plan",
        "plan_people",
        "unplan",
        "choose",
        "unchoose",
        "discard",
        "days_pass",
    ]
)
M = TypeVar("M", bound=Model)


@dataclass
class World:
    """Where the walk takes place, and what happened in all walks."""

    station: Station
    actors: dict[str, User]
    trades: dict[Scheme, Trade]
    panel: list[Examiner]
    done: Counter[str] = field(default_factory=Counter)


def statuses() -> dict[tuple[str, int], str]:
    """Return the status of every case."""
    return {
        (model.__name__, pk): status
        for model in TABLES
        for pk, status in model._default_manager.values_list("pk", "status")
    }


def everything() -> list[Any]:
    """Return all that a refused act must leave as it was."""
    return [list(model.objects.order_by("pk").values()) for model in ROWS] + [AuditEvent.objects.count()]


class Walk(RuleBasedStateMachine):
    """One walk; the database is put back after it."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.clock = time_machine.travel(exam.noon(exam.APPLIED_ON), tick=False)
        self.frozen = self.clock.start()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.known = statuses()

    def teardown(self) -> None:
        try:
            assert verify() == []
        finally:
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)
            self.clock.stop()

    # --- acting ---

    @contextmanager
    def act(self, name: str) -> Iterator[None]:
        """Try an act: a refused one changes nothing at all."""
        before = everything()
        try:
            with transaction.atomic():
                yield
        except REFUSALS:
            assert everything() == before
            self.world.done[f"{name} refused"] += 1
        else:
            self.world.done[name] += 1

    def one(self, rows: QuerySet[M], place: int) -> M | None:
        """Return the row at a place, round and round; None where there is none."""
        found = list(rows.order_by("pk"))
        return found[place % len(found)] if found else None

    def move(self, case: Case | None, draw: Draw, *, legal: bool) -> None:
        """Move a case by a transition that its status has, or by any, and compare with the rule book."""
        if case is None:
            return
        table = TABLES[type(case)]
        open_to = {name: self.due(case, name) for name, row in table.items() if case.status in row.sources}
        # Approved batches are cancelled by an act of its own: walks go on with most of them.
        moves = {name: one for name, one in open_to.items() if one in table[name].actors and name != "cancel"}
        names = [*moves] if legal else [*table]
        if names:
            name = draw(st.sampled_from(names))
            self.perform(case, name, moves[name] if legal else draw(PEOPLE))

    def perform(self, case: Case, name: str, who: str) -> None:
        table = TABLES[type(case)]
        before, in_turn = case.status, table[name].actors
        if isinstance(case, Batch) and name in DECISIONS and before in TURNS:
            in_turn = in_turn & {self.due(case, name)}
        with self.act(f"{type(case).__name__} {name}"):
            moved = perform(case, name, actor=self.world.actors[who], reason="理由")
            row = table[name]
            assert (before in row.sources, moved.status, who in in_turn) == (True, row.target, True)
            self.known[type(case).__name__, case.pk] = moved.status

    def due(self, case: Case, name: str) -> str:
        """Return whose act a transition is."""
        if isinstance(case, Batch) and name in DECISIONS:
            return TURNS[case.status] if case.scheme == Scheme.SKILL_LEVEL else MANAGEMENT
        return min(TABLES[type(case)][name].actors)

    @property
    def login(self) -> User:
        return self.world.actors[STATION]

    # --- plans ---

    @initialize()
    def begin(self) -> None:
        """An approved plan, a supplement that waits, a draft batch of each scheme, and an approved batch."""
        trades = self.world.trades
        plan = AnnualPlan.objects.create(station=self.world.station, year=2026)
        items = [exam.plan_item(plan, trade=trades[scheme]) for scheme in (*Scheme, *Scheme)]
        for name, who in (("submit", STATION), ("approve", MANAGEMENT)):
            plan = perform(plan, name, actor=self.world.actors[who])
        supplement = AnnualPlan.objects.create(station=self.world.station, year=2026, supplement=1)
        exam.plan_item(supplement, trade=trades[Scheme.ABILITY])
        perform(supplement, "submit", actor=self.login)
        for scheme, item in zip(Scheme, items, strict=False):
            exam.batch_item(exam.draft_batch(self.world.station, scheme=scheme), item, self.world.panel)
        batch = exam.draft_batch(self.world.station)
        exam.batch_item(batch, items[2], self.world.panel)
        for name, who in (("submit", STATION), ("approve", MANAGEMENT)):
            batch = perform(batch, name, actor=self.world.actors[who])
        self.known = statuses()

    @rule(act=st.sampled_from(ACTS), data=st.data())
    def somebody_acts(self, act: str, data: st.DataObject) -> None:
        """One rule for all acts: of many rules, hypothesis leaves most out of a walk, and none gets far."""
        getattr(self, act)(data.draw)

    def make_plan(self, draw: Draw) -> None:
        with self.act("make plan"):
            year = draw(st.sampled_from([2026, 2027]))
            plan = services.make_plan(station=self.world.station, year=year, actor=self.login)
            self.known["AnnualPlan", plan.pk] = "draft"

    def plan_people(self, draw: Draw) -> None:
        headcount = draw(st.sampled_from([1, 99, 100, 250]))
        if plan := self.one(AnnualPlan.objects.all(), draw(PLACE)):
            with self.act("add plan items"):
                made = services.add_plan_items(
                    plan=plan,
                    actor=self.login,
                    trade=self.world.trades[draw(SCHEMES)],
                    level=4,
                    headcount=headcount,
                    month=9,
                    split=draw(st.booleans()),
                )
                assert sum(item.headcount for item in made) == headcount

    def unplan(self, draw: Draw) -> None:
        if item := self.one(PlanItem.objects.all(), draw(PLACE)):
            with self.act("remove plan item"):
                services.remove_plan_item(item=item, actor=self.login)

    def move_plan(self, draw: Draw) -> None:
        filled = AnnualPlan.objects.exclude(items=None).exclude(status="approved")
        self.move(self.one(filled, draw(PLACE)), draw, legal=draw(st.booleans()))

    # --- batches ---

    def apply(self, draw: Draw) -> None:
        """Begin an application, with a free item of its scheme where there is one."""
        scheme, days = draw(SCHEMES), draw(st.sampled_from([29, 30, 31, 60, 90]))
        facts: dict[str, Any] = {"candidate_type": CandidateType.STUDENT, "place": "实训楼 101"}
        with self.act("make batch"):
            batch = services.make_batch(
                station=self.world.station,
                actor=self.login,
                scheme=scheme,
                exam_date=clock.today() + timedelta(days=days),
                **facts,
            )
            self.known["Batch", batch.pk] = "draft"
        free = PlanItem.objects.approved().free().filter(trade=self.world.trades[scheme])
        if days >= 30 and (item := self.one(free, draw(PLACE))):
            self.seat(batch, item)

    def choose(self, draw: Draw) -> None:
        batch = self.one(Batch.objects.all(), draw(PLACE))
        item = self.one(PlanItem.objects.all(), draw(PLACE))
        if batch and item:
            self.seat(batch, item)

    def seat(self, batch: Batch, item: PlanItem) -> None:
        with self.act("add batch item"):
            services.add_batch_item(
                batch=batch,
                plan_item=item,
                leader=self.world.panel[0],
                examiners=self.world.panel,
                actor=self.login,
                avoidance_declared=True,
                panel_reason="本站该工种考评员有限",
            )

    def unchoose(self, draw: Draw) -> None:
        if item := self.one(BatchItem.objects.all(), draw(PLACE)):
            with self.act("remove batch item"):
                services.remove_batch_item(item=item, actor=self.login)

    def discard(self, draw: Draw) -> None:
        if batch := self.one(Batch.objects.all(), draw(PLACE)):
            key = "Batch", batch.pk
            with self.act("discard batch"):
                services.discard_batch(batch=batch, actor=self.login)
                del self.known[key]

    def move_batch(self, draw: Draw) -> None:
        legal = draw(st.integers(0, 3)) > 0
        rows = Batch.objects.exclude(items=None).exclude(status__in=SETTLED) if legal else Batch.objects.all()
        self.move(self.one(rows, draw(PLACE)), draw, legal=legal)

    def cancel_batch(self, draw: Draw) -> None:
        if batch := self.one(Batch.objects.filter(status="approved"), draw(PLACE)):
            self.perform(batch, "cancel", draw(PEOPLE))

    # --- dates ---

    def ask_for_a_date(self, draw: Draw) -> None:
        approved = Batch.objects.filter(status="approved")
        if batch := self.one(approved, draw(PLACE)) or self.one(Batch.objects.all(), draw(PLACE)):
            with self.act("request date change"):
                change = request_date_change(
                    batch=batch,
                    actor=self.login,
                    new_date=clock.today()
                    + timedelta(days=draw(st.sampled_from([0, 1, 10, 11, 12, 40, 70]))),
                    reason="场地检修",
                    at=clock.now(),
                )
                self.known["DateChange", change.pk] = "requested"

    def decide_on_a_date(self, draw: Draw) -> None:
        self.move(self.one(DateChange.objects.all(), draw(PLACE)), draw, legal=draw(st.booleans()))

    def days_pass(self, draw: Draw) -> None:
        days = draw(st.sampled_from([1, 5, 20]))
        self.frozen.move_to(clock.now() + timedelta(days=days))

    # --- what always holds ---

    @invariant()
    def statuses_moved_by_the_tables_alone(self) -> None:
        found = statuses()
        # A request for another date ends with its batch.
        ended = {pk for (name, pk), status in found.items() if (name, status) == ("DateChange", "refused")}
        assert found == self.known | {("DateChange", pk): "refused" for pk in ended}

    @invariant()
    def a_plan_item_is_taken_by_one_batch_that_holds_it(self) -> None:
        items = list(BatchItem.objects.select_related("batch", "plan_item__plan"))
        holders = Counter(item.plan_item_id for item in items if item.taken)
        assert all(count == 1 for count in holders.values())
        for item in items:
            assert item.taken is (item.batch.status in HOLDING)
            assert not item.taken or item.plan_item.plan.status == "approved"

    @invariant()
    def an_item_is_for_one_to_ninety_nine_people(self) -> None:
        assert all(1 <= headcount <= 99 for headcount in PlanItem.objects.values_list("headcount", flat=True))

    @invariant()
    def a_handed_in_batch_has_its_own_number_and_thirty_days(self) -> None:
        batches = list(Batch.objects.exclude(status="draft").prefetch_related("date_changes"))
        assert len({batch.number for batch in batches} - {None}) == len(batches)
        for batch in batches:
            changed = [one.new_date for one in batch.date_changes.all() if one.status == "approved"]
            assert len(changed) <= 1
            if changed:
                assert [batch.exam_date] == changed
            elif batch.applied_on and batch.status != "returned":
                assert (batch.exam_date - batch.applied_on).days >= 30


@pytest.fixture
def world(
    station: Station, station_user: User, management_user: User, branch_user: User, turning: Trade
) -> World:
    trades = {Scheme.ABILITY: turning, Scheme.SKILL_LEVEL: exam.skill_trade()}
    for trade in trades.values():
        exam.scope(station, trade)
    panel = [exam.examiner(station, f"考评员{number}", *trades.values()) for number in range(3)]
    actors = {STATION: station_user, MANAGEMENT: management_user, BRANCH: branch_user}
    return World(station, actors, trades, panel)


def test_whatever_people_do_in_whatever_order_the_rules_hold(world: World) -> None:
    class WalkHere(Walk): ...

    WalkHere.world = world
    run_state_machine_as_test(
        WalkHere,
        settings=settings(
            derandomize=True,
            database=None,
            deadline=None,
            max_examples=20,
            stateful_step_count=35,
            suppress_health_check=list(HealthCheck),
            # What fails is shown as it was found: to shrink it takes many times as long.
            phases=[Phase.generate],
        ),
    )
    reached = {f"{model.__name__} {name}" for model, table in TABLES.items() for name in table}
    assert reached - set(world.done) == set(), world.done
