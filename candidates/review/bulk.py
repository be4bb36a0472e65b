"""Accepting many: what stands in the way of each, and what became of each."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import QuerySet

from accounts.models import User
from batches.models import Batch
from candidates.eligibility.answer import Answer
from candidates.eligibility.outcome import OpenPoint, open_points_of
from candidates.eligibility_data.rules import FETCHED_AHEAD, eligibility_for_many
from candidates.models import Enrolment, EnrolmentStatus
from candidates.review.accepting import accept_as_stated, hindrances
from candidates.review.warnings import RESUBMITTED, document_remark, remarks_in, resubmitted
from candidates.selectors import ENROLMENT_FACTS
from ostami.problems import BlockedError, Problem
from workflow.lifecycle import StaleError

MOST = 200  # in one go: each is a transaction of its own, and a person waits for the page


class Verdict(models.TextChoices):
    """What becomes of one enrolment."""

    READY = "ready", "可以通过"
    OPEN = "open", "有待核对事项"
    HINDERED = "hindered", "不能通过"
    ACCEPTED = "accepted", "已通过"
    REFUSED = "refused", "未通过"
    OVERTAKEN = "overtaken", "已由他人处理"


COLOURS = {
    Verdict.READY: "primary",
    Verdict.OPEN: "warning",
    Verdict.HINDERED: "danger",
    Verdict.ACCEPTED: "success",
    Verdict.REFUSED: "danger",
    Verdict.OVERTAKEN: "secondary",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes, or became, of one enrolment, why, what has to be judged first, and what is unusual."""

    enrolment: Enrolment
    verdict: Verdict
    reasons: tuple[str, ...] = ()
    open_points: tuple[OpenPoint, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def colour(self) -> str:
        """The colour's name in the theme."""
        return COLOURS[self.verdict]

    @property
    def may_be_chosen(self) -> bool:
        """Tell whether it can be accepted, be it after a look."""
        return self.verdict in {Verdict.READY, Verdict.OPEN}

    @property
    def is_ready(self) -> bool:
        """Tell whether it can be accepted as it is."""
        return self.verdict is Verdict.READY

    @property
    def is_unobjectionable(self) -> bool:
        """Tell whether nothing at all speaks against it."""
        return self.is_ready and not self.remarks

    @property
    def is_accepted(self) -> bool:
        """Tell whether it was accepted."""
        return self.verdict is Verdict.ACCEPTED


def waiting_in(batch: Batch, *, actor: User) -> QuerySet[Enrolment]:
    """Return the enrolments of a batch that wait for review, in order, with what a verdict reads."""
    waiting = Enrolment.objects.visible_to(actor).filter(batch=batch, status=EnrolmentStatus.STAMPED)
    joined = waiting.select_related(*ENROLMENT_FACTS).prefetch_related(*FETCHED_AHEAD)
    return joined.order_by("sequence")


def weigh(enrolments: Iterable[Enrolment], batch: Batch, *, actor: User, at: datetime) -> list[Outcome]:
    """Return for each enrolment of a batch whether `actor` can accept it, and what stands in the way.

    The number of queries is constant where they come with what `waiting_in` joins.
    """
    rows = list(enrolments)
    answers, remarks, again = eligibility_for_many(rows), remarks_in(batch, actor=actor), resubmitted(rows)
    return [
        _weighed(
            row,
            answers[row.pk],
            hindrances(row, answers[row.pk], actor=actor, at=at),
            (
                *remarks.get(row.pk, ()),
                *document_remark(row),
                *([RESUBMITTED] if row.pk in again else []),
            ),
        )
        for row in rows
    ]


def _weighed(row: Enrolment, answer: Answer, problems: list[Problem], remarks: tuple[str, ...]) -> Outcome:
    if problems:
        return Outcome(row, Verdict.HINDERED, tuple(map(str, problems)), remarks=remarks)
    points = tuple(open_points_of(answer))
    return Outcome(row, Verdict.OPEN if points else Verdict.READY, open_points=points, remarks=remarks)


def accept_many(
    outcomes: Iterable[Outcome], *, actor: User, at: datetime, seen_at: datetime
) -> list[Outcome]:
    """Accept each weighed enrolment in a transaction of its own, and tell of each what became of it.

    Args:
        outcomes: those that were chosen.
        actor: the reviewer.
        at: the instant of the act.
        seen_at: the instant at which they were shown; what was handed in again since isn't accepted.
    """
    return [_accept_one(outcome, actor, at, seen_at) for outcome in outcomes]


def _accept_one(outcome: Outcome, actor: User, at: datetime, seen_at: datetime) -> Outcome:
    row = outcome.enrolment
    points: Collection[str] = [one.point for one in outcome.open_points]
    try:
        accepted = accept_as_stated(enrolment=row, points=points, seen_at=seen_at, actor=actor, at=at)
    except StaleError as stale:
        return Outcome(row, Verdict.OVERTAKEN, tuple(map(str, stale.problems)))
    except BlockedError as blocked:
        return Outcome(row, Verdict.REFUSED, tuple(map(str, blocked.problems)))
    return Outcome(accepted, Verdict.ACCEPTED)
