"""What a person's stations have to review, across batches."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.functional import cached_property

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.lists import FilteredListView
from batches.models import Batch
from candidates.deadlines import Deadline, enrolment_deadline
from candidates.forms.waiting import WaitingFilter
from candidates.models import Enrolment, EnrolmentStatus
from candidates.review.queue import WAITING, waiting_for
from candidates.selectors import ENROLMENT_FACTS


class WaitingForReview(FilteredListView):
    """Everybody who waits for the review, the nearest deadline first."""

    model = Enrolment
    permission = Perm.ENROLMENT_REVIEW
    template_name = "candidates/review/waiting.html"

    @property
    def at(self) -> datetime:
        """The instant at which the request arrived."""
        return arrived_at(self.request)

    @cached_property
    def filter_form(self) -> WaitingFilter:
        """What is asked for."""
        return WaitingFilter(self.request.GET, batches=[batch for batch, _, _ in self.batches])

    @cached_property
    def batches(self) -> list[tuple[Batch, int, Deadline]]:
        """The batches in which something waits, how many for the review, and until when."""
        counted = waiting_for(self.actor, at=self.at).filter(status__in=WAITING).order_by()
        stamped = Count("pk", filter=Q(status=EnrolmentStatus.STAMPED))
        counts = dict(counted.values_list("batch").annotate(stamped=stamped))
        batches = Batch.objects.filter(pk__in=counts).order_by("exam_date", "pk")
        joined = batches.select_related("station__organisation")
        return [(batch, counts[batch.pk], enrolment_deadline(batch, at=self.at)) for batch in joined]

    def get_paginate_by(self, queryset: Any) -> int:
        """Return how many rows a page has."""
        return self.filter_form.page_size

    def get_queryset(self) -> QuerySet[Any]:
        """Return those whom the valid filters leave."""
        waiting = waiting_for(self.actor, at=self.at).select_related(*ENROLMENT_FACTS)
        return self.filter_form.narrow(waiting)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the batches, and the deadline of each row."""
        context = super().get_context_data(batches=self.batches, **kwargs)
        rows = [(one, enrolment_deadline(one.batch, at=self.at)) for one in context["object_list"]]
        return {**context, "rows": rows}
