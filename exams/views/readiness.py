"""The page that says whether a batch's results can be handed in or approved."""

from typing import Any

from django.db.models import QuerySet

from accounts.rights import Perm
from accounts.views.base import ScopedDetailView
from batches.models import Batch, BatchStatus
from exams.models import EvaluationReport, SupervisionReport
from exams.publishing.figures import item_figures
from exams.publishing.readiness import readiness
from exams.selectors import WITH_ROSTER, score_summary


class ReadinessPage(ScopedDetailView):
    """What a batch's results still need and who must act; to management also what the review reads."""

    model = Batch
    permission = Perm.SCORE_VIEW
    template_name = "exams/publishing/readiness.html"
    context_object_name = "batch"

    def get_queryset(self) -> QuerySet[Any]:
        """Join the station."""
        return super().get_queryset().select_related("station__organisation__parent")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the points, the figures and the reports."""
        batch: Batch = self.object
        reports = EvaluationReport.objects.visible_to(self.actor).filter(item__batch=batch)
        points = readiness(batch) if batch.status in WITH_ROSTER else []
        supervised = SupervisionReport.objects.visible_to(self.actor).filter(assignment__batch=batch)
        return super().get_context_data(
            points=points,
            # While something is missing the table says so, without the blocked button that says it again.
            decidable=batch.status != BatchStatus.ROSTER_SUBMITTED or all(point.done for point in points),
            summary=score_summary(batch),
            figures=item_figures(batch),
            reports=reports.select_related("item__plan_item__trade__occupation"),
            supervision_reports=supervised.select_related("assignment__batch"),
            reviewing=batch.status == BatchStatus.RESULTS_SUBMITTED
            and self.actor.has_right(Perm.RESULTS_APPROVE),
            acts=batch.status == BatchStatus.ROSTER_SUBMITTED and self.actor.has_right(Perm.RESULTS_SUBMIT),
            **kwargs,
        )
