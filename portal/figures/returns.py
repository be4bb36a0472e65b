"""Cases that went back, and the reasons that were given."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import models
from django.urls import reverse

from accounts.identity import without_numbers
from accounts.models import User
from portal.figures import scope
from portal.figures.asked import Asked
from workflow.audit import histories_of
from workflow.models import AuditEvent, AuditEventQuerySet

PAGE_SIZE = 20


class Returned(models.TextChoices):
    """What went back."""

    PLAN = "plan", "年度计划"
    BATCH = "batch", "批次申请"
    ENROLMENT = "enrolment", "报名"
    RESULTS = "results", "成绩"


PAGES = {
    Returned.PLAN: "batches:plan",
    Returned.BATCH: "batches:batch",
    Returned.ENROLMENT: "candidates:enrolment",
    Returned.RESULTS: "batches:batch",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one case went back: when, whose, and where it is; no label, which may name a candidate."""

    kind: Returned
    at: datetime
    station: str
    words: str
    address: str


def returns(user: User, asked: Asked, kind: Returned) -> AuditEventQuerySet:
    """Return the events by which cases of a kind went back."""
    cases: models.QuerySet[Any]
    match kind:
        case Returned.PLAN:
            cases = scope.plans(user, asked) if asked.of_plans_too else scope.plans(user, asked).none()
        case Returned.ENROLMENT:
            cases = scope.enrolments(user, asked)
        case Returned.BATCH | Returned.RESULTS:
            cases = scope.batches(user, asked)
    return histories_of(cases).filter(action="return_results" if kind == Returned.RESULTS else "return")


def reasons(user: User, asked: Asked, kinds: Iterable[Returned], *, page: str | None) -> Page[Any]:
    """Return a page of reasons, the newest first."""
    marked = [
        returns(user, asked, kind).order_by().values_list("pk", models.Value(kind.value)) for kind in kinds
    ]
    found = Paginator(marked[0].union(*marked[1:], all=True).order_by("-pk"), PAGE_SIZE).get_page(page)
    kind_of = dict(found.object_list)
    events = AuditEvent.objects.select_related("chain__organisation").in_bulk(kind_of)
    found.object_list = [_reason(events[key], Returned(kind)) for key, kind in kind_of.items()]
    return found


def _reason(event: AuditEvent, kind: Returned) -> Reason:
    return Reason(
        kind,
        event.at,
        str(event.chain),
        without_numbers(event.words),
        reverse(PAGES[kind], kwargs={"pk": event.object_id}),
    )
