"""The station's side of a batch: what waits for review, and the roster."""

from collections import Counter
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property

from accounts.middleware import arrived_at
from accounts.rights import Perm
from candidates.deadlines import enrolment_deadline
from candidates.forms.rosters import RosterFilter
from candidates.handed_in import handed_in
from candidates.models import Enrolment, EnrolmentStatus
from candidates.rosters.listing import COLUMNS, known_sort, narrow, ordered
from candidates.rosters.warnings import RosterWarning, by_enrolment, warnings_of
from candidates.selectors import ENROLMENT_FACTS, counts_by_status, roster_of
from candidates.views.batch_pages import BatchList
from ostami import clock
from workflow.lifecycle import available_transitions

# What waits for somebody comes first.
TABS = (
    (EnrolmentStatus.STAMPED, "待审核"),
    (EnrolmentStatus.SUBMITTED, "待上传盖章表"),
    (EnrolmentStatus.ACCEPTED, "花名册"),
    (EnrolmentStatus.RETURNED, "已退回"),
    (EnrolmentStatus.REJECTED, "未通过"),
)


class Roster(BatchList):
    """The enrolments of a batch by what waits: the queue first, then the roster."""

    model = Enrolment
    permission = Perm.ENROLMENT_VIEW
    template_name = "candidates/roster.html"
    context_object_name = "enrolments"

    @cached_property
    def filter_form(self) -> RosterFilter:
        """What is asked for."""
        return RosterFilter(self.request.GET, batch=self.batch)

    @cached_property
    def warnings(self) -> list[RosterWarning]:
        """What is odd about the people of the batch."""
        return warnings_of(self.batch, user=self.actor)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many enrolments stand in each status."""
        return counts_by_status(Enrolment.objects.visible_to(self.actor).filter(batch=self.batch))

    @cached_property
    def shown(self) -> str:
        """The status asked for, or the queue, or the roster where nothing waits."""
        asked = self.request.GET.get("show", "")
        if asked in {status.value for status, _ in TABS}:
            return asked
        return next(
            (status.value for status, _ in TABS if self.counts[status]), EnrolmentStatus.ACCEPTED.value
        )

    @property
    def sort(self) -> str:
        """The column to sort by, with ``-`` before it for downwards."""
        return known_sort(self.request.GET.get("sort", ""))

    def get_paginate_by(self, queryset: Any) -> int:
        """Return how many rows a page has."""
        return self.filter_form.page_size

    def get_queryset(self) -> QuerySet[Any]:
        """Return the enrolments of the shown status that the filters leave, in the order asked for."""
        mine = Enrolment.objects.visible_to(self.actor).filter(batch=self.batch, status=self.shown)
        warned = {warning.enrolment.pk for warning in self.warnings}
        left = narrow(mine, self.filter_form.asked(), warned=warned)
        return ordered(left, self.sort).select_related(*ENROLMENT_FACTS)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the batch, tabs and rows, what was handed in, and whether the roster can be."""
        at = arrived_at(self.request)
        moves = available_transitions(self.batch, self.actor, at=at)
        context = super().get_context_data(
            batch=self.batch,
            deadline=enrolment_deadline(self.batch, at=at),
            tabs=self._tabs(),
            shown=self.shown,
            sort=self.sort,
            heads=[column.head(self.sort) for column in COLUMNS],
            warnings=self.warnings,
            handed_in=handed_in(self.batch, user=self.actor),
            submit=next((move for move in moves if move.transition.name == "submit_roster"), None),
            waiting=self.counts[EnrolmentStatus.STAMPED],
            may=self._rights(),
            **kwargs,
        )
        return {**context, "filtered": bool(self.filter_form.asked()), "rows": self._rows(context)}

    def _tabs(self) -> list[tuple[str, str, int, int]]:
        """Return each status with its word, how many stand in it, and of how many a warning speaks."""
        warned = {warning.enrolment.pk: warning.enrolment.status for warning in self.warnings}
        of_status = Counter(warned.values())
        return [(status.value, word, self.counts[status], of_status[status]) for status, word in TABS]

    def _rows(self, context: dict[str, Any]) -> list[tuple[Any, ...]]:
        """Return each enrolment of the page with its number on the roster, its cells and its warnings."""
        found = by_enrolment(self.warnings)
        today = clock.today()
        return [
            (row, self._numbers.get(row.pk), [column.cell(row, today) for column in COLUMNS], found[row.pk])
            for row in context["enrolments"]
        ]

    @cached_property
    def _numbers(self) -> dict[int, int]:
        if self.shown != EnrolmentStatus.ACCEPTED:
            return {}
        return {pk: number for number, pk in enumerate(roster_of(self.batch).values_list("pk", flat=True), 1)}

    def _rights(self) -> dict[str, bool]:
        """Return which of the pages beside this one the person may open."""
        pages = {
            "review": Perm.ENROLMENT_REVIEW,
            "classes": Perm.CLASS_VIEW,
            "scans": Perm.STAMP_FOR,
            "corrections": Perm.CORRECTION_VIEW,
        }
        return {page: self.actor.has_right(right) for page, right in pages.items()}
