"""The head of pages on one batch's certificates."""

from typing import Any

from accounts.views.base import ScopedDetailView
from batches.models import Batch


class BatchDetailView(ScopedDetailView):
    """One batch in scope, named `batch` in its template."""

    abstract = True
    model = Batch
    context_object_name = "batch"
    object: Batch

    def get_queryset(self) -> Any:
        """Join what the page names."""
        return super().get_queryset().select_related("station__organisation")
