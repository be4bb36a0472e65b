"""The page on which a second person confirms a trade's scores."""

from typing import Any

from django import forms
from django.contrib import messages
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.middleware import arrived_at
from accounts.models import User
from accounts.rights import Perm
from accounts.views.base import ScopedFormView
from batches.models import BatchItem
from candidates.models import Enrolment
from exams.guards import scores_open
from exams.models import ScoreConfirmation
from exams.scoring.confirming import digest_of, last_confirmations
from exams.scoring.counts import paper_counts
from exams.scoring.papers import papers_of
from exams.scoring.rows import score_rows
from exams.selectors import examined_of
from exams.services.score_confirming import confirm_scores, not_confirmable


class ConfirmForm(forms.Form):
    """The scores that the person looked at, by their digest."""

    seen = forms.CharField(
        widget=forms.HiddenInput,
        error_messages={"required": "页面数据不完整。请刷新页面后重新核对。"},
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor


class ScoreConfirm(ScopedFormView):
    """All scores of a trade, to be read against the papers by somebody who entered none of them."""

    model = BatchItem
    permission = Perm.SCORE_CONFIRM
    form_class = ConfirmForm
    template_name = "exams/scoring/confirm.html"
    heading = "复核成绩"
    object: BatchItem

    def get_queryset(self) -> Any:
        """Join what the page names."""
        rows = super().get_queryset().exclude(batch__number=None)
        return rows.select_related("batch__station__organisation", "plan_item__trade__occupation")

    @cached_property
    def people(self) -> list[Enrolment]:
        """The trade's candidates."""
        return examined_of(self.object)

    @cached_property
    def standing(self) -> ScoreConfirmation | None:
        """The confirmation that fits the scores as they stand."""
        last = last_confirmations(self.object.batch).get(self.object.pk)
        return last if last and last.digest == digest_of(self.people) else None

    def act(self, form: ConfirmForm) -> str:
        """Confirm, and go on to the batch's scores."""
        at = arrived_at(self.request)
        confirm_scores(item=self.object, seen=form.cleaned_data["seen"], actor=self.actor, at=at)
        done = f"{self.object}：已复核无误。成绩如有更正，须重新复核。"
        messages.success(self.request, done)
        return reverse("exams:scores", kwargs={"pk": self.object.batch_id})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the scores, how many papers there must be, and what stands in the way."""
        papers, at = papers_of(self.people), arrived_at(self.request)
        closed = list(scores_open(self.object.batch, at=at, act="复核成绩"))
        problems = closed or list(not_confirmable(self.object, self.people, self.actor))
        return super().get_context_data(
            **{
                "batch": self.object.batch,
                "rows": score_rows(self.people, papers),
                "counts": paper_counts(self.people, papers),
                "digest": digest_of(self.people),
                "standing": self.standing,
                "problems": [] if self.standing else problems,
                **kwargs,
            }
        )
