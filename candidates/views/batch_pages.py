"""Pages of candidates that stand below one batch."""

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from accounts.views.lists import FilteredListView
from batches.models import Batch


class BatchList(FilteredListView):
    """A filtered list of rows of the batch that the address names by `pk`."""

    abstract = True

    @cached_property
    def batch(self) -> Batch:
        """The batch that the address names, in scope."""
        batches = Batch.objects.visible_to(self.actor).select_related("station__organisation")
        found: Batch = get_object_or_404(batches, pk=self.kwargs["pk"])
        return found
