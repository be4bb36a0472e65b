"""Disposals: what may be destroyed, what was proposed, and one disposal with its actions."""

from typing import Any

from django.db.models import Case, QuerySet, Value, When
from django.http import Http404

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import ScopedDetailView, ScopedFormView, ScopedListView
from batches.models import Batch
from exams.archiving.guards import not_destroyable, pieces_of
from exams.archiving.keeping import disposable, kept_until, years_of
from exams.forms.disposals import ProposeForm
from exams.models import DisposalStatus, EvidenceDisposal, EvidenceKind, ExamEvidence
from exams.services.disposals import propose_disposal
from ostami import clock
from workflow.views import TransitionView

NAMED = ("batch__station__organisation", "proposed_by__staff_member")


class DisposalList(ScopedListView):
    """All disposals in scope, those that wait first; to a station also what it can propose."""

    permission = Perm.EVIDENCE_VIEW
    model = EvidenceDisposal
    template_name = "exams/archiving/disposals.html"

    def get_queryset(self) -> QuerySet[Any]:
        """Put what waits first, and in each of both the newest on top."""
        waits = When(status=DisposalStatus.PROPOSED, then=Value(0))
        rows: QuerySet[Any] = super().get_queryset().annotate(place=Case(waits, default=Value(1)))
        return rows.select_related(*NAMED).order_by("place", "-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the person's station can propose, and how long each kind is kept."""
        may_propose = self.actor.has_right(Perm.EVIDENCE_EDIT)
        today = clock.day_of(arrived_at(self.request))
        return super().get_context_data(
            may_propose=may_propose,
            disposable=disposable(self.actor, on=today) if may_propose else [],
            years=[(kind.label, years_of(kind)) for kind in EvidenceKind],
            **kwargs,
        )


class DisposalPropose(ScopedFormView):
    """Propose to destroy one kind of a batch's evidence."""

    permission = Perm.EVIDENCE_EDIT
    model = Batch
    form_class = ProposeForm
    template_name = "exams/archiving/propose.html"
    heading = "申请销毁考试资料"
    submit_label = "提交申请"
    done = "已提交申请，由管理站批准后销毁。"
    object: Batch

    @property
    def kind(self) -> EvidenceKind:
        """The kind that the address names."""
        try:
            return EvidenceKind(self.kwargs["kind"])
        except ValueError:
            raise Http404 from None

    def get_queryset(self) -> QuerySet[Any]:
        """Join the station."""
        return super().get_queryset().select_related("station__organisation")

    def act(self, form: ProposeForm) -> str:
        """Propose, and go to the disposal."""
        made = propose_disposal(
            batch=self.object,
            kind=self.kind,
            reason=form.cleaned_data["reason"],
            actor=self.actor,
            at=arrived_at(self.request),
        )
        return made.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what would go, and what stands in the way."""
        today = clock.day_of(arrived_at(self.request))
        return super().get_context_data(
            kind=self.kind,
            pieces=pieces_of(self.object, self.kind).select_related("item__plan_item__trade__occupation"),
            until=kept_until(self.object.exam_date, self.kind),
            blocked=list(not_destroyable(self.object, self.kind, on=today)),
            **kwargs,
        )


class DisposalPage(ScopedDetailView):
    """One disposal: what it names, its actions, its history."""

    permission = Perm.EVIDENCE_VIEW
    model = EvidenceDisposal
    template_name = "exams/archiving/disposal.html"
    context_object_name = "disposal"

    def get_queryset(self) -> QuerySet[Any]:
        """Join what the page names."""
        return super().get_queryset().select_related(*NAMED)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the pieces: those that would go, or those that went with it."""
        disposal: EvidenceDisposal = self.object
        return super().get_context_data(
            pieces=_pieces(disposal),
            until=kept_until(disposal.batch.exam_date, disposal.kind),
            **kwargs,
        )


def _pieces(disposal: EvidenceDisposal) -> QuerySet[ExamEvidence]:
    """Return the batch's evidence of the kind, also what was destroyed."""
    rows = ExamEvidence.objects.filter(item__batch=disposal.batch, kind=disposal.kind)
    return rows.select_related("item__plan_item__trade__occupation").order_by("item", "pk")


class DisposalMove(TransitionView):
    """Release, refuse or withdraw a disposal."""

    permission = Perm.EVIDENCE_VIEW
    model = EvidenceDisposal
