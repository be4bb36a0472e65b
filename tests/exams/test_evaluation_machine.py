"""Evaluation reports under everybody's acts: each move from each state, and any sequence of them."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from accounts.models import User
from accounts.rights import Role
from batches.models import Batch, BatchItem
from exams.evaluation.figures import figures_of
from exams.evaluation.positions import answer_opposition, take_position
from exams.evaluation.selectors import unsettled
from exams.evaluation.writing import begin_report, change_report
from exams.models import EvaluationReport, Position, ReportStatus, Result, Stance
from ostami.problems import BlockedError
from tests.factories import evaluation, exam, people
from tests.factories.results import exam_noon
from workflow.audit import verify
from workflow.lifecycle import StaleError, lifecycle_of, perform
from workflow.models import AuditEvent

pytestmark = pytest.mark.django_db

LEADER, SECOND, THIRD, STATION, MANAGEMENT = "leader", "second", "third", "station", "management"
# From the issue, not from the code: who moves a report from where to where; settling happens by itself.
TABLE = {
    "issue": ("draft", "issued", {LEADER}),
    "recall": ("issued", "draft", {LEADER}),
    "settle": ("issued", "settled", set[str]()),
    "reopen": ("issued settled", "draft", {MANAGEMENT}),
}
WITH_RIGHT = {
    "issue": {Role.EXAMINER},
    "recall": {Role.EXAMINER},
    "settle": {Role.EXAMINER, Role.STATION, Role.MANAGEMENT, Role.CENTRE},
    "reopen": {Role.MANAGEMENT},
}
OWN = (Stance.CONFIRM, Stance.SUPPLEMENT, Stance.OPPOSE)
UNSEEN = {"other station", "stranger", "applicant", "supervisor", "candidate", "branch"}
MAKERS = {"draft": evaluation.draft, "issued": evaluation.issued, "settled": evaluation.settled}
REFUSALS = (BlockedError, PermissionDenied, Http404)


@pytest.fixture
def item(batch: Batch, exam_day: None) -> BatchItem:
    login = batch.station.organisation.users.get(role=Role.STATION)
    for enrolment in batch.enrolments.accepted():
        exam.score(enrolment, "85", "92.5", by=login)
    return batch.items.get()


@pytest.fixture
def actors(
    item: BatchItem,
    other_batch: Batch,
    station_user: User,
    other_station_user: User,
    management_user: User,
    centre_user: User,
    branch_user: User,
) -> dict[str, User]:
    leader, second, third = evaluation.logins(item)
    return {
        LEADER: leader,
        SECOND: second,
        THIRD: third,
        STATION: station_user,
        MANAGEMENT: management_user,
        "centre": centre_user,
        "branch": branch_user,
        "other station": other_station_user,
        "stranger": evaluation.logins(other_batch.items.get())[0],
        "applicant": people.user("申报钱", Role.APPLICANT, station_user.organisation),
        "supervisor": people.user("督导吴", Role.SUPERVISOR, management_user.organisation),
        "candidate": item.batch.enrolments.accepted()[0].candidate.user,
    }


def outcome(report: EvaluationReport, name: str, actor: User) -> str:
    """Try a move, undo it, and tell what became of it."""
    with transaction.atomic():
        try:
            at = exam_noon(report.item.batch)
            found = perform(report, name, actor=actor, at=at, reason="理由").status
        except Http404:
            found = "not found"
        except PermissionDenied:
            found = "no right"
        except StaleError:
            found = "too late"
        except BlockedError:
            found = "blocked"
        transaction.set_rollback(True)
    return found


def expected(state: str, name: str, who: str, actor: User) -> str:
    source, target, movers = TABLE[name]
    if who in UNSEEN:
        return "not found"
    if actor.role not in WITH_RIGHT[name]:
        return "no right"
    if state not in source.split():
        return "too late"
    return target if who in movers else "blocked"


@pytest.mark.parametrize("state", MAKERS)
def test_each_move_from_each_state_by_everybody(state: str, item: BatchItem, actors: dict[str, User]) -> None:
    report = MAKERS[state](item)
    asked = list(product(TABLE, actors))
    found = {(name, who): outcome(report, name, actors[who]) for name, who in asked}
    assert found == {(name, who): expected(state, name, who, actors[who]) for name, who in asked}


def test_the_table_holds_every_move_and_state() -> None:
    assert set(lifecycle_of(EvaluationReport).transitions) == set(TABLE)
    assert set(MAKERS) == set(ReportStatus.values)


# --- any sequence ---


@dataclass
class World:
    """Where the walk takes place, and what happened in all walks."""

    item: BatchItem
    actors: dict[str, User]
    done: Counter[str] = field(default_factory=Counter)


Draw = Callable[[st.SearchStrategy[Any]], Any]
ANYBODYS = list(
    product(["write", "take", "answer", "correct", *TABLE], [LEADER, SECOND, THIRD, MANAGEMENT, STATION])
)


def everything() -> list[Any]:
    """Return all that a refused act must leave as it was."""
    return [
        list(EvaluationReport.objects.values()),
        list(Position.objects.order_by("pk").values()),
        AuditEvent.objects.count(),
    ]


class Walk(RuleBasedStateMachine):
    """One walk; the database is put back after it."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.at = exam_noon(self.world.item.batch)
        self.known = "none"

    def teardown(self) -> None:
        try:
            assert verify() == []
        finally:
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    @contextmanager
    def act(self, name: str) -> Iterator[None]:
        before = everything()
        try:
            with transaction.atomic():
                yield
        except REFUSALS:
            assert everything() == before
            self.world.done[f"{name} refused"] += 1
        else:
            self.world.done[name] += 1

    @property
    def report(self) -> EvaluationReport | None:
        return EvaluationReport.objects.filter(item=self.world.item.pk).first()

    @rule(data=st.data())
    def somebody_acts(self, data: st.DataObject) -> None:
        """Mostly whoever's turn it is, and now and then anybody."""
        draw = data.draw
        turns = self.turns() if draw(st.integers(0, 3)) else ANYBODYS
        act, who = draw(st.sampled_from(turns))
        if act in TABLE:
            self.move(act, who)
        else:
            getattr(self, act)(who, self.world.actors[who], draw)

    def turns(self) -> list[tuple[str, str]]:
        """Return who may do what; the way back is taken seldom."""
        if self.known == "none":
            return [("write", LEADER)]
        if self.known == "draft":
            return [("issue", LEADER)] * 4 + [("write", LEADER)]
        if self.known == "settled":
            return [("reopen", MANAGEMENT), ("correct", STATION)]
        taking = [("take", SECOND), ("take", THIRD)] * 3
        opposed = Position.objects.filter(stance="oppose", answer="").exists()
        return [*taking, *([("answer", LEADER)] * 6 if opposed else []), ("recall", LEADER)]

    def write(self, who: str, actor: User, draw: Draw) -> None:
        facts = evaluation.WORDS if draw(st.integers(0, 4)) else {"premises": ""}
        with self.act("write"):
            report = self.report or begin_report(item=self.world.item, actor=actor, at=self.at)
            change_report(report=report, facts=facts, actor=actor, at=self.at)
            assert (who, self.known) in {(LEADER, "none"), (LEADER, "draft")}
            self.known = "draft"

    def move(self, name: str, who: str) -> None:
        report = self.report
        if report is None:
            return
        with self.act(name):
            moved = perform(report, name, actor=self.world.actors[who], at=self.at, reason="理由")
            source, target, movers = TABLE[name]
            assert (self.known in source.split(), moved.status, who in movers) == (True, target, True)
            self.known = target

    def take(self, who: str, actor: User, draw: Draw) -> None:
        report = self.report
        stance, text = draw(st.sampled_from([*Stance])), draw(st.sampled_from(["意见", "意见", " "]))
        if report is None:
            return
        with self.act(f"take {stance}"):
            position = take_position(report=report, stance=stance, text=text, actor=actor, at=self.at)
            assert (who in {SECOND, THIRD}, self.known) == (True, "issued")
            assert position.stance == "confirm" or position.text == "意见"
            self.settles()

    def answer(self, who: str, actor: User, draw: Draw) -> None:
        found = Position.objects.order_by("-stance", "answer", "pk")
        position = found.filter(stance="oppose", answer="").first() or found.first()
        if position is None:
            return
        with self.act("answer"):
            answer_opposition(position=position, text="答复", actor=actor, at=self.at)
            assert (who, self.known, position.stance) == (LEADER, "issued", "oppose")
            self.settles()

    def correct(self, who: str, actor: User, draw: Draw) -> None:
        """Correct a score, so that figures that were frozen are no longer so."""
        result = Result.objects.order_by("pk")[0]
        result.theory = draw(st.sampled_from([85, 40]))
        result.save()
        self.world.done["correct"] += 1

    def settles(self) -> None:
        """Settled exactly when both others spoke and every opposition was answered."""
        taken = list(Position.objects.all())
        open_ones = [one for one in taken if one.stance == "oppose" and not one.answer]
        if len(taken) == 2 and not open_ones:
            self.known = "settled"
            self.world.done["settle"] += 1

    @invariant()
    def the_status_moved_by_the_table_alone(self) -> None:
        assert (self.report.status if self.report else "none") == self.known

    @invariant()
    def positions_and_figures_belong_to_what_was_issued(self) -> None:
        report = self.report
        if report and report.status == "draft":
            assert (report.figures, report.issued_by, report.positions.count()) == ({}, None, 0)
        elif report:
            assert report.figures["expected"] == 3
            assert report.issued_by == self.world.actors[LEADER]

    @invariant()
    def nothing_is_missing_exactly_when_it_is_settled_and_the_figures_fit(self) -> None:
        report = self.report
        fits = bool(report) and report.figures == figures_of(self.world.item).stored()  # type: ignore[union-attr]
        assert (unsettled(self.world.item.batch) == []) is (self.known == "settled" and fits)


def test_whatever_people_do_in_whatever_order_the_rules_hold(
    item: BatchItem, actors: dict[str, User]
) -> None:
    class WalkHere(Walk): ...

    WalkHere.world = World(item, actors)
    run_state_machine_as_test(
        WalkHere,
        settings=settings(
            derandomize=True,
            database=None,
            deadline=None,
            max_examples=8,
            stateful_step_count=35,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        ),
    )
    done = WalkHere.world.done
    takes = {f"take {stance}" for stance in OWN}
    acts = {"write", "issue", "recall", "reopen", "settle", "answer", "correct"} | takes
    assert acts - set(done) == set(), done
