"""A batch's class list: who was entered, for what, and how far each is."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from batches.models import Batch
from candidates.classes.table import item_labels
from candidates.models import Activation, Enrolment, EnrolmentStatus

WAITING, NONE = "waiting", "none"
STATES: Mapping[str, str] = {
    WAITING: "未激活",
    EnrolmentStatus.DRAFT.value: "已激活，填写中",
    **{status.value: status.label for status in EnrolmentStatus if status != EnrolmentStatus.DRAFT},
    NONE: "没有报名（本人已放弃）",
}
COLOURS = {
    WAITING: "secondary",
    EnrolmentStatus.DRAFT.value: "info",
    EnrolmentStatus.ACCEPTED.value: "success",
    EnrolmentStatus.RETURNED.value: "warning",
    EnrolmentStatus.REJECTED.value: "danger",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry as the list shows it."""

    entry: Activation
    item: str
    state: str
    enrolment: int | None  # the key of the enrolment once it was handed in; a draft is the person's own

    @property
    def address(self) -> str:
        """The page of the enrolment; empty where the station doesn't see it."""
        return reverse("candidates:enrolment", kwargs={"pk": self.enrolment}) if self.enrolment else ""

    @property
    def word(self) -> str:
        """Its state in words."""
        return STATES[self.state]

    @property
    def is_waiting(self) -> bool:
        """Tell whether the person has no login yet."""
        return self.state == WAITING

    @property
    def may_be_removable(self) -> bool:
        """Tell whether the entry may be taken off the list, as far as its state tells."""
        return self.state in {WAITING, EnrolmentStatus.DRAFT.value, NONE}

    @property
    def colour(self) -> str:
        """The colour's name of its state."""
        return COLOURS.get(self.state, "primary")


def with_states(entries: QuerySet[Activation]) -> QuerySet[Any]:
    """Add `state`, a key of `STATES`, and the keys of the `item` and the `seen` enrolment to each entry."""
    enrolment = Enrolment.objects.filter(batch=OuterRef("batch"), candidate=OuterRef("candidate"))
    status = Coalesce(Subquery(enrolment.values("status")[:1]), Value(NONE))
    return entries.annotate(
        state=Case(When(candidate__user__is_active=False, then=Value(WAITING)), default=status),
        item=Subquery(enrolment.values("batch_item")[:1]),
        seen=Subquery(enrolment.exclude(sequence=None).values("pk")[:1]),
    )


def counted_states(entries: QuerySet[Activation]) -> dict[str, int]:
    """Return how many entries stand in each state, in the order of `STATES`, those with nobody left out."""
    counts = Counter(dict(with_states(entries).order_by().values_list("state").annotate(Count("pk"))))
    return {state: counts[state] for state in STATES if counts[state]}


def item_names(batch: Batch) -> dict[int, str]:
    """Return the batch's items as the table calls them, by key."""
    return {item.pk: label for label, item in item_labels(batch).items()}


def listed(entries: Iterable[Activation], batch: Batch) -> list[Listed]:
    """Return entries that have their states as the list shows them."""
    names = item_names(batch)
    return [_listed(entry, names) for entry in entries]


def _listed(entry: Any, names: Mapping[int, str]) -> Listed:
    return Listed(entry, names.get(entry.item, "—"), entry.state, entry.seen)
