"""Management's help with a report whose examiner is gone: a position let off, somebody else to write."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import ScopedFormView
from batches.models import BatchItem
from examiners.models import Examiner
from exams.evaluation.panel import others, with_panels
from exams.evaluation.standing_in import excuse_position, name_writer, nameable, not_excusable, not_nameable
from exams.forms.evaluation import ExcuseForm, WriterForm
from exams.models import EvaluationReport
from exams.views.evaluation import JOINED
from ostami import clock


class PositionExcuse(ScopedFormView):
    """Let an examiner off whose appointment has ended."""

    permission = Perm.RESULTS_APPROVE
    model = EvaluationReport
    form_class = ExcuseForm
    template_name = "exams/evaluation/standing_in.html"
    heading = "准予免予表态"
    submit_label = "准予"
    done = "已准予免予表态。"

    def get_queryset(self) -> QuerySet[Any]:
        """Join all that the page names."""
        return super().get_queryset().select_related(*JOINED)

    @property
    def examiner(self) -> Examiner:
        """Whom the address names."""
        for one in others(self.object.item):
            if one.pk == self.kwargs["examiner"]:
                return one
        raise Http404

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whose position it is, and what stands in the way."""
        day = clock.day_of(arrived_at(self.request))
        blocked = list(not_excusable(self.object, self.examiner, day=day))
        note = f"{self.examiner}不再表态，原因会打印在评价报告上。"
        return super().get_context_data(item=self.object.item, blocked=blocked, note=note, **kwargs)

    def act(self, form: ExcuseForm) -> str:
        """Let off and go to the report."""
        at, reason = arrived_at(self.request), form.cleaned_data["reason"]
        excuse_position(report=self.object, examiner=self.examiner, reason=reason, actor=self.actor, at=at)
        address: str = self.object.get_absolute_url()
        return address


class EvaluationWriter(ScopedFormView):
    """Name who writes in the place of a leader whose appointment has ended."""

    permission = Perm.RESULTS_APPROVE
    model = BatchItem
    form_class = WriterForm
    template_name = "exams/evaluation/standing_in.html"
    heading = "指定代考评组长"
    submit_label = "指定"
    done = "已指定，请通知其登录后填写、签发评价报告。"

    def get_queryset(self) -> QuerySet[Any]:
        """Join the panel."""
        return with_panels(BatchItem.objects.visible_to(self.actor))

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer who can write."""
        found = nameable(self.object, day=clock.day_of(arrived_at(self.request)))
        return {**super().get_form_kwargs(), "found": found}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what stands in the way."""
        blocked = list(not_nameable(self.object, day=clock.day_of(arrived_at(self.request))))
        note = "由所指定的考评员填写、签发评价报告并答复反对意见；原组长不再表态。"
        return super().get_context_data(item=self.object, blocked=blocked, note=note, **kwargs)

    def act(self, form: WriterForm) -> str:
        """Name, and go to the report."""
        at, told = arrived_at(self.request), form.cleaned_data
        return name_writer(item=self.object, actor=self.actor, at=at, **told).get_absolute_url()
