"""Life cycles: one table of transitions a model, and `perform`, the only writer of a status."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, cast

from django.db import models, transaction
from django.dispatch import Signal
from django.http import Http404

from accounts.models import User
from accounts.rights import Perm, need
from ostami import clock
from ostami.problems import BlockedError, Problem, refuse_if
from workflow import audit
from workflow.models import sealed_words

# Sent after commit with `step`; telling people is a subscription to it.
transitioned = Signal()


class StatusWriteError(Exception):
    """A status was about to be written by something else than `perform`."""


if TYPE_CHECKING:
    from accounts.querysets import ScopedQuerySet

    QuerySetBase = models.QuerySet[Any]
else:
    QuerySetBase = object


class CaseQuerySet(QuerySetBase):
    """Mixin for querysets of cases, whose status no bulk update may write."""

    def update(self, **kwargs: Any) -> int:
        """Update anything but the status."""
        if "status" in kwargs:
            raise StatusWriteError("A status is written by workflow.perform alone.")
        return super().update(**kwargs)


@dataclass(frozen=True, slots=True)
class State:
    """What a case shows of where it stands: a key for its colour, and the word."""

    key: str
    word: str


class Case(models.Model):
    """A model with a life cycle: its `status` starts with the default and moves by `perform` alone."""

    status: models.CharField[str, str]
    _stored_status: str | None = None

    class Meta:
        abstract = True

    def save(self, **kwargs: Any) -> None:
        """Store the row unless its status was changed outside `perform`."""
        if self._stored_status is not None and self.status != self._stored_status:
            raise StatusWriteError("A status is written by workflow.perform alone.")
        super().save(**kwargs)
        self._stored_status = self.status

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], **kwargs: Any
    ) -> Self:
        """Remember the stored status beside the row."""
        row = super().from_db(db, field_names, values, **kwargs)
        row._stored_status = row.__dict__.get("status")  # noqa: SLF001  its own
        return row

    def refresh_from_db(
        self,
        using: str | None = None,
        fields: Iterable[str] | None = None,
        from_queryset: models.QuerySet[Any] | None = None,
    ) -> None:
        """Read the row again, and remember the status that it has by then."""
        fields = None if fields is None else list(fields)
        super().refresh_from_db(using, fields, from_queryset)
        if fields is None or "status" in fields:
            self._stored_status = self.status

    def state_at(self, at: datetime) -> State:
        """Return what the case shows at the instant `at`: its status, unless a model knows better."""
        return State(self.status, self.get_status_display())  # type: ignore[attr-defined]  # by Django

    def _move_to(self, status: str) -> None:
        """Store a new status; for `perform`."""
        self.status = self._stored_status = status
        self.save()


C = TypeVar("C", bound=Case)
T = TypeVar("T")


class Words(Enum):
    """Whether a transition takes words from its actor: a reason, or an opinion."""

    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"


@dataclass(frozen=True, slots=True)
class Step(Generic[C]):
    """One transition being performed or weighed: what guards, changes and effects are told."""

    case: C
    actor: User
    at: datetime
    name: str
    reason: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    _read: dict[Callable[[C], Any], Any] = field(init=False, repr=False, compare=False, default_factory=dict)

    @property
    def day(self) -> date:
        """The day of the step in Shanghai."""
        return clock.day_of(self.at)

    def once(self, read: Callable[[C], T]) -> T:
        """Return what `read` finds about the case, read once for all guards of the step.

        For guards alone: what a change writes afterwards isn't seen.
        """
        if read not in self._read:
            self._read[read] = read(self.case)
        return cast("T", self._read[read])


Guard = Callable[[Step[Any]], Iterable[Problem]]
Change = Callable[[Step[Any]], None]


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of a life cycle's table.

    Attributes:
        name: the verb, such as ``approve``.
        label: the button, such as ``批准``.
        sentence: the act in the case's history, such as ``批准了批次``.
        sources: statuses that it starts from.
        target: the status that it leads to.
        permission: the right that its actor needs.
        words: whether it takes a reason or an opinion.
        words_label: what the words are called at the form.
        secret_words: whether they may quote what is secret, and are sealed in the audit.
        warning: what the actor should know before doing it.
        main: whether its button may be the case's main one; not so for what ends or takes back.
        guards: each yields the problems that stand in its way.
        hidden_unless: guards besides, whose objection hides the button: the case's page says it by itself.
        changes: what else is written with it, in the same transaction, before the status.
        effects: what follows once all is committed.
    """

    name: str
    label: str
    sentence: str
    sources: frozenset[str]
    target: str
    permission: Perm
    words: Words = Words.NONE
    words_label: str = "意见"
    secret_words: bool = False
    warning: str = ""
    main: bool = True
    guards: tuple[Guard, ...] = ()
    hidden_unless: tuple[Guard, ...] = ()
    changes: tuple[Change, ...] = ()
    effects: tuple[Change, ...] = ()


class Lifecycle:
    """A model's table of transitions, in the order in which their buttons stand."""

    def __init__(self, model: type[Case], transitions: Iterable[Transition]) -> None:
        self.model = model
        self.transitions = {transition.name: transition for transition in transitions}
        self._added_guards: dict[str, list[Guard]] = {}
        self._added_hiding: dict[str, list[Guard]] = {}
        self._added_changes: dict[str, list[Change]] = {}

    def contribute(
        self,
        name: str,
        *,
        guards: Iterable[Guard] = (),
        hidden_unless: Iterable[Guard] = (),
        changes: Iterable[Change] = (),
    ) -> None:
        """Let a higher floor add guards and changes to a transition of this table.

        So a batch's roster can be weighed by the enrolments that batches know nothing of.
        """
        self._added_guards.setdefault(self.transitions[name].name, []).extend(guards)
        self._added_hiding.setdefault(name, []).extend(hidden_unless)
        self._added_changes.setdefault(name, []).extend(changes)

    def guards_of(self, name: str) -> tuple[Guard, ...]:
        """Return a transition's guards, those of its own table first."""
        own = self.transitions[name].guards
        return (*self._hiding(name), *own, *self._added_guards.get(name, ()))

    def _hiding(self, name: str) -> tuple[Guard, ...]:
        return (*self.transitions[name].hidden_unless, *self._added_hiding.get(name, ()))

    def problems(self, step: Step[Any]) -> Iterator[Problem]:
        """Yield everything that stands in the way of a step."""
        for guard in self.guards_of(step.name):
            yield from guard(step)

    def hides(self, step: Step[Any]) -> bool:
        """Tell whether the case's page says by itself why a step can't be done, so that no button need."""
        return any(problem for guard in self._hiding(step.name) for problem in guard(step))

    def change(self, step: Step[Any]) -> None:
        """Write what goes with a step."""
        for change in (*self.transitions[step.name].changes, *self._added_changes.get(step.name, ())):
            change(step)


_lifecycles: dict[type[Case], Lifecycle] = {}


def register(model: type[Case], *transitions: Transition) -> Lifecycle:
    """Make the life cycle of `model`; called once, by the model's own `lifecycle.py`."""
    _lifecycles[model] = Lifecycle(model, transitions)
    return _lifecycles[model]


def lifecycle_of(model: type[Case]) -> Lifecycle:
    """Return the life cycle of `model`."""
    return _lifecycles[model]


def all_lifecycles() -> list[Lifecycle]:
    """Return every registered life cycle."""
    return list(_lifecycles.values())


class StaleError(BlockedError):
    """The case has moved on since the actor looked at it."""

    def __init__(self, case: Case) -> None:
        status = case.get_status_display()  # type: ignore[attr-defined]  # by Django, for a field with choices
        super().__init__(
            [Problem(f"该事项已由他人处理，当前状态为“{status}”", remedy="请刷新页面后查看办理记录")]
        )


@transaction.atomic
def perform(
    case: C, name: str, *, actor: User, at: datetime | None = None, reason: str = "", **data: Any
) -> C:
    """Move a case along its life cycle: the only writer of a status.

    Locks the row, checks scope, right, source and every guard, writes, audits, and schedules the effects on
    commit, in one transaction.

    Args:
        case: the case as the actor saw it; the row is read again under lock.
        name: the transition.
        actor: who does it.
        at: the instant by which deadlines are judged: when the request arrived. The clock's where absent.
        reason: the actor's reason or opinion.
        data: what the transition's guards and changes are told besides.

    Returns:
        The row as it now stands.

    Raises:
        Http404: the case isn't in the actor's scope.
        PermissionDenied: the actor's role lacks the right.
        StaleError: the case isn't in a status that the transition starts from.
        BlockedError: guards object; all their problems at once.
    """
    lifecycle = lifecycle_of(type(case))
    transition = lifecycle.transitions[name]
    step = Step(_locked(case, actor), actor, at or clock.now(), name, reason.strip(), data)
    need(actor, transition.permission)
    if step.case.status not in transition.sources:
        raise StaleError(step.case)
    if transition.words is Words.REQUIRED and not step.reason:
        raise BlockedError([Problem(f"请填写{transition.words_label}", field="reason")])
    refuse_if(lifecycle.problems(step))
    source = step.case.status
    lifecycle.change(step)
    step.case._move_to(transition.target)  # noqa: SLF001  the one place that may
    audit.record(
        cast("audit.Audited", step.case),
        action=name,
        sentence=transition.sentence,
        actor=actor,
        at=step.at,
        reason=sealed_words(step.case, step.reason) if transition.secret_words else step.reason,
        states=(source, transition.target),
    )
    for effect in transition.effects:
        transaction.on_commit(partial(effect, step))
    transaction.on_commit(partial(transitioned.send, type(case), step=step))
    return step.case


def _locked(case: C, actor: User) -> C:
    rows = cast("ScopedQuerySet[C]", type(case)._default_manager)  # noqa: SLF001  every case has a scope
    # The case's own row and no other: a default ordering would join, and lock, its batch or station too.
    # Not its key: foreign keys are checked at commit. Whoever commits a row that names the case has the chain
    # by then, for which this act waits later on.
    locked = rows.order_by().select_for_update(of=("self",), no_key=True).filter(pk=case.pk).first()
    if locked is None or not rows.visible_to(actor).filter(pk=case.pk).exists():
        raise Http404
    return locked


@dataclass(frozen=True, slots=True)
class Available:
    """A button: a transition that the actor may do in the case's status, and what blocks it.

    Attributes:
        transition: the transition.
        problems: what blocks it.
        hidden: whether the case's page says by itself why it is blocked, and shows no button.
    """

    transition: Transition
    problems: tuple[Problem, ...]
    hidden: bool = False


def available_transitions(case: Case, actor: User, *, at: datetime | None = None) -> list[Available]:
    """Return the buttons that an actor has on a case, blocked ones with their reasons."""
    lifecycle = lifecycle_of(type(case))
    instant = at or clock.now()
    return [
        _available(lifecycle, move, Step(case, actor, instant, move.name))
        for move in lifecycle.transitions.values()
        if case.status in move.sources and actor.has_right(move.permission)
    ]


def _available(lifecycle: Lifecycle, move: Transition, step: Step[Any]) -> Available:
    problems = tuple(lifecycle.problems(step))
    return Available(move, problems, hidden=bool(problems) and lifecycle.hides(step))
