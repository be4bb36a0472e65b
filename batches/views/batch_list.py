"""The list of batches."""

from typing import Any, cast

from django.db.models import Prefetch, QuerySet
from django.utils.functional import cached_property

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.lists import FilteredListView
from batches.deciding.turns import turns_of
from batches.forms.batch_filter import MORE, BatchFilter
from batches.models import Batch, BatchItem, BatchQuerySet
from batches.selectors import urgent_first


class BatchList(FilteredListView):
    """Batches, those that wait for staff first, oldest first."""

    model = Batch
    permission = Perm.BATCH_VIEW
    template_name = "batches/list.html"

    @cached_property
    def filter_form(self) -> BatchFilter:
        """The filters, with the years and statuses that the person can come across."""
        days = Batch.objects.visible_to(self.actor).dates("exam_date", "year", order="DESC")
        return BatchFilter(self.request.GET, actor=self.actor, years=[day.year for day in days])

    def get_queryset(self) -> QuerySet[Any]:
        """Return the batches that the filters leave, with what a row shows."""
        batches = cast("BatchQuerySet", super().get_queryset())
        left = self.filter_form.narrow(batches, at=arrived_at(self.request))
        joined = left.select_related("station__organisation__parent")
        items = BatchItem.objects.select_related("plan_item__trade__occupation")
        return urgent_first(joined).prefetch_related(Prefetch("items", items))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whose turn each row is, and whether the person applies for batches."""
        context = super().get_context_data(may_edit=self.actor.has_right(Perm.BATCH_EDIT), **kwargs)
        rows = turns_of(context["object_list"], at=arrived_at(self.request))
        more = any(self.request.GET.get(name) for name in MORE)
        return {**context, "rows": rows, "more": more}
