"""Reviews of scores: the candidate asks, the station answers."""

from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import ScopedFormView, ScopedListView
from candidates.models import Enrolment
from candidates.selectors import ENROLMENT_FACTS
from exams.forms.publishing import ReviewAnswerForm, ReviewAskForm
from exams.models import ScoreReview
from exams.publishing.answering import answer_seen, open_to_answer, outcomes
from exams.publishing.review_verbs import answer_review, ask_review
from exams.publishing.reviewing import (
    outcome_words,
    reviewable,
    reviews_closed,
    with_mended,
)
from exams.selectors import carried_notes, published_scores, scores_of
from question_bank.paper_kinds import PaperKind

JOINED = (
    "enrolment__candidate",
    "enrolment__result",
    "enrolment__batch__station__organisation",
    "enrolment__batch_item__plan_item__trade__occupation",
)


class ScoreReviewAsk(ScopedFormView):
    """A candidate's published scores, what was asked about them, and the form to ask."""

    model = Enrolment
    permission = Perm.SCORE_REVIEW_ASK
    form_class = ReviewAskForm
    template_name = "exams/publishing/review_ask.html"
    heading = "申请成绩复查"
    submit_label = "提交申请"
    done = "已提交复查申请，考试站办理后您可在报名页看到结果。"
    object: Enrolment

    def get_queryset(self) -> QuerySet[Any]:
        """Join what the page names."""
        return super().get_queryset().select_related(*ENROLMENT_FACTS, "result", "carried")

    @cached_property
    def kinds(self) -> list[PaperKind]:
        """The papers of which a review can be asked for."""
        return reviewable(self.object, at=arrived_at(self.request))

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the papers that can be asked about."""
        return {**super().get_form_kwargs(), "kinds": self.kinds}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add why nothing can be asked, and what was asked."""
        closed = list(reviews_closed(self.object, at=arrived_at(self.request)))
        asked = [
            (one, outcome_words(one)) for one in with_mended(self.object.reviews.select_related(*JOINED))
        ]
        return super().get_context_data(
            closed=closed,
            asked=asked,
            may_ask=bool(self.kinds),
            scores=None if closed else published_scores(self.object),
            **kwargs,
        )

    def act(self, form: ReviewAskForm) -> str:
        """Ask."""
        ask_review(enrolment=self.object, actor=self.actor, at=arrived_at(self.request), **form.cleaned_data)
        return self.object.get_absolute_url()


class ScoreReviews(ScopedListView):
    """Reviews of scores in scope, those without an answer first."""

    model = ScoreReview
    permission = Perm.SCORE_REVIEW_VIEW
    template_name = "exams/publishing/reviews.html"

    def get_queryset(self) -> QuerySet[Any]:
        """Put what waits on top."""
        rows = with_mended(super().get_queryset()).select_related(*JOINED)
        return rows.order_by(F("answered_at").desc(nulls_first=True), "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where each stands."""
        context = super().get_context_data(answers=self.actor.has_right(Perm.SCORE_REVIEW_ANSWER), **kwargs)
        return {
            **context,
            "rows": [(one, outcome_words(one), open_to_answer(one)) for one in context["object_list"]],
        }


class ScoreReviewAnswer(ScopedFormView):
    """Say what came of a review."""

    model = ScoreReview
    permission = Perm.SCORE_REVIEW_ANSWER
    form_class = ReviewAnswerForm
    template_name = "exams/publishing/review_answer.html"
    heading = "办理成绩复查"
    submit_label = "提交结果"
    done = "已记录复查结果，考生可在报名页看到。"
    object: ScoreReview

    def get_queryset(self) -> QuerySet[Any]:
        """Join what the page names."""
        return with_mended(super().get_queryset()).select_related(*JOINED)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the scores, which of them was carried, and what the review may come to."""
        enrolment = self.object.enrolment
        facts = {"scores": scores_of(enrolment), "notes": carried_notes(enrolment)}
        context = super().get_context_data(answerable=open_to_answer(self.object), **facts, **kwargs)
        context["form"].offer(outcomes(enrolment.batch))
        return context

    def get_initial(self) -> dict[str, str]:
        """Show an answer that is given anew."""
        review = self.object
        return {"outcome": review.outcome, "answer": review.answer, "seen": answer_seen(review)}

    def act(self, form: ReviewAnswerForm) -> str:
        """Store the outcome."""
        answer_review(review=self.object, actor=self.actor, at=arrived_at(self.request), **form.cleaned_data)
        return reverse("exams:score_reviews")
