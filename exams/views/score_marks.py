"""The page on which a trade's examiners' marks are entered."""

from typing import Any

from django.contrib import messages
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import ScopedFormView
from batches.models import BatchItem
from candidates.models import Enrolment
from exams.forms.marks import MarkGridForm
from exams.guards import scores_open
from exams.models import PracticalMark
from exams.scoring.confirming import digest_of, last_confirmations
from exams.scoring.marks import marks_of
from exams.scoring.papers import papers_of
from exams.selectors import examined_of
from exams.services.marks import record_marks, unmarkable
from question_bank.paper_kinds import PaperKind


class MarkGrid(ScopedFormView):
    """Examiners as columns, candidates as rows; the mean becomes the practical score."""

    model = BatchItem
    permission = Perm.SCORE_EDIT
    form_class = MarkGridForm
    template_name = "exams/scoring/marks.html"
    heading = "考评员评分"
    object: BatchItem

    def get_queryset(self) -> Any:
        """Join what the page names."""
        rows = super().get_queryset().exclude(batch__number=None)
        joined = rows.select_related("leader", "batch__station__organisation", "plan_item__trade__occupation")
        return joined.prefetch_related("examiners")

    @cached_property
    def people(self) -> list[Enrolment]:
        """The trade's candidates."""
        return examined_of(self.object)

    @cached_property
    def stored(self) -> dict[int, dict[int, PracticalMark]]:
        """The marks so far."""
        return marks_of(self.people)

    @cached_property
    def locked(self) -> dict[int, str]:
        """Why somebody can't be marked, by enrolment id."""
        papers = papers_of(self.people)
        found = (
            (one, list(unmarkable(one, papers[one.pk][PaperKind.PRACTICAL], marked=one.pk in self.stored)))
            for one in self.people
            if one.pk not in self.stored
        )
        return {one.pk: str(problems[0]) for one, problems in found if problems}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the trade and its candidates to the grid."""
        facts = {"item": self.object, "enrolments": self.people, "stored": self.stored, "locked": self.locked}
        return {**super().get_form_kwargs(), **facts}

    def act(self, form: MarkGridForm) -> str:
        """Store the grid and come back to it."""
        changed = record_marks(
            item=self.object,
            entries=form.entries,
            actor=self.actor,
            at=arrived_at(self.request),
            reason=form.cleaned_data["reason"],
        )
        what = f"{len(changed)} 名考生有变动" if changed else "与上次相同"
        messages.success(self.request, f"评分已保存，{what}。评分齐全的，平均分已登记为实操成绩。")
        return reverse("exams:marks", kwargs={"pk": self.object.pk})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add why nothing can be entered, and whether a correction needs a reason."""
        last = last_confirmations(self.object.batch).get(self.object.pk)
        return super().get_context_data(
            **{
                "batch": self.object.batch,
                "closed": list(scores_open(self.object.batch, at=arrived_at(self.request))),
                "reason_needed": bool(last and last.digest == digest_of(self.people)),
                **kwargs,
            }
        )
