"""Approving many plans: what stands in the way of each, and what became of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts.models import User
from batches.models import AnnualPlan, PlanItem, PlanStatus
from batches.selectors import plans_urgent_first
from ostami.problems import BlockedError, Problem, refuse_if
from workflow.lifecycle import StaleError, available_transitions, perform

MOST = 200  # in one go: each is a transaction of its own, and a person waits for the page
APPROVE = "approve"


class Verdict(models.TextChoices):
    """What becomes of one plan."""

    READY = "ready", "可以批准"
    HINDERED = "hindered", "不能批准"
    DECIDED = "decided", "不在待审批状态"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "未批准"
    OVERTAKEN = "overtaken", "已由他人处理"


COLOURS = {
    Verdict.READY: "primary",
    Verdict.HINDERED: "danger",
    Verdict.DECIDED: "secondary",
    Verdict.APPROVED: "success",
    Verdict.REFUSED: "danger",
    Verdict.OVERTAKEN: "secondary",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes, or became, of one plan, and why."""

    plan: AnnualPlan
    verdict: Verdict
    reasons: tuple[str, ...] = ()

    @property
    def colour(self) -> str:
        """The colour's name in the theme."""
        return COLOURS[self.verdict]

    @property
    def is_ready(self) -> bool:
        """Tell whether it can be approved."""
        return self.verdict is Verdict.READY

    @property
    def may_go_back(self) -> bool:
        """Tell whether the plan can be returned to its station instead."""
        return self.verdict in {Verdict.HINDERED, Verdict.REFUSED}

    @property
    def is_approved(self) -> bool:
        """Tell whether it was approved."""
        return self.verdict is Verdict.APPROVED


def with_figures(plans: QuerySet[AnnualPlan]) -> QuerySet[AnnualPlan]:
    """Join what the pages of many plans show of each: its station, its items and their people."""
    figures = {"item_count": _figure(Count("pk")), "people": _figure(Sum("headcount"))}
    return plans_urgent_first(plans.select_related("station__organisation__parent").annotate(**figures))


def _figure(figure: models.Aggregate) -> Coalesce:
    """Return a figure of each plan's items; a join would add up those of every plan before a page is cut."""
    mine = PlanItem.objects.filter(plan=OuterRef("pk")).order_by().values("plan")
    return Coalesce(Subquery(mine.annotate(figure=figure).values("figure")), 0)


def weigh(plans: Iterable[AnnualPlan], *, actor: User, at: datetime) -> list[Outcome]:
    """Return for each plan whether `actor` can approve it at an instant, and what stands in the way.

    Those that can be approved come first: their number is what is confirmed.
    """
    return sorted((_weigh_one(plan, actor, at) for plan in plans), key=lambda outcome: not outcome.is_ready)


def _weigh_one(plan: AnnualPlan, actor: User, at: datetime) -> Outcome:
    offered = available_transitions(plan, actor, at=at)
    found = next((one for one in offered if one.transition.name == APPROVE), None)
    if found is None:
        return Outcome(plan, Verdict.DECIDED, (_standing(plan),))
    reasons = tuple(map(str, found.problems))
    return Outcome(plan, Verdict.HINDERED if reasons else Verdict.READY, reasons)


def approve_plans(
    plans: Iterable[AnnualPlan], *, actor: User, at: datetime, seen_at: datetime, opinion: str = ""
) -> list[Outcome]:
    """Approve each plan in a transaction of its own, and tell of each what became of it.

    Args:
        plans: the plans.
        actor: who approves.
        at: the instant of the act.
        seen_at: the instant at which the plans were shown; what was handed in again since isn't approved.
        opinion: the opinion, the same on all.
    """
    return [_approve_one(plan, actor, at, seen_at, opinion) for plan in plans]


def _approve_one(plan: AnnualPlan, actor: User, at: datetime, seen_at: datetime, opinion: str) -> Outcome:
    try:
        with transaction.atomic():
            approved = perform(plan, APPROVE, actor=actor, at=at, reason=opinion)
            refuse_if(_handed_in_since(approved, seen_at))
    except StaleError:
        plan.refresh_from_db(fields=["status"])
        return Outcome(plan, Verdict.OVERTAKEN, (_standing(plan),))
    except BlockedError as blocked:
        return Outcome(plan, Verdict.REFUSED, tuple(map(str, blocked.problems)))
    return Outcome(plan, Verdict.APPROVED)


def _handed_in_since(plan: AnnualPlan, seen_at: datetime) -> Iterable[Problem]:
    if plan.submitted_at is not None and plan.submitted_at > seen_at:
        yield Problem("您查看之后，考试站修改并重新提交了这份计划", remedy="请重新查看后再批准")


def _standing(plan: AnnualPlan) -> str:
    return f"当前状态为“{PlanStatus(plan.status).label}”。"
