"""A reviewer's acts on one enrolment: finding points so or not so, and accepting with one click."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import ScopedFormView
from candidates.eligibility_data.rules import open_points
from candidates.forms.reviewing import AcceptForm, JudgeForm
from candidates.models import Enrolment
from candidates.review.accepting import accept_as_stated
from candidates.review.page import accept_form, judge_form
from candidates.selectors import ENROLMENT_FACTS
from candidates.services.judging import judge
from candidates.views.after_review import address_after_review, tell_reviewed


class ReviewFormView(ScopedFormView):
    """A form of the reviewer's on one enrolment."""

    abstract = True
    model = Enrolment
    permission = Perm.ENROLMENT_REVIEW
    object: Enrolment

    def get_queryset(self) -> QuerySet[Any]:
        """Return the enrolments in scope with what eligibility reads."""
        rows = super().get_queryset().select_related(*ENROLMENT_FACTS)
        return rows.prefetch_related("history", "judgements")

    @property
    def at(self) -> datetime:
        """The instant at which the request arrived."""
        return arrived_at(self.request)


class Judge(ReviewFormView):
    """What the material shows on the points that a machine can't judge."""

    template_name = "candidates/review/judge.html"
    heading = "核对申报条件"
    submit_label = "保存核对结果"

    def get_form(self, form_class: Any = None) -> JudgeForm:
        """Return the form of the enrolment's points."""
        data = self.request.POST if self.request.method == "POST" else None
        return judge_form(self.object, actor=self.actor, data=data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what was found on each point that is open."""
        return super().get_context_data(open_points=open_points(self.object), **kwargs)

    def act(self, form: JudgeForm) -> str:
        """Note what was found."""
        judge(enrolment=self.object, verdicts=form.verdicts, actor=self.actor, at=self.at)
        messages.success(self.request, f"已保存 {len(form.verdicts)} 项核对结果。")
        return f"{self.object.get_absolute_url()}#eligibility-heading"


class ReviewAccept(ReviewFormView):
    """Every open point is as stated, and the enrolment accepted: one click from the reviewers' page."""

    form_class = AcceptForm
    template_name = "candidates/review/accept.html"
    heading = "核对属实并通过"
    submit_label = "核对属实并通过"

    def get_form(self, form_class: Any = None) -> AcceptForm:
        """Return the form as it was sent; asked for by its address, as it stands."""
        if self.request.method == "POST":
            return AcceptForm(self.request.POST, actor=self.actor)
        points = [one.point for one in open_points(self.object)]
        return accept_form(points, actor=self.actor, at=self.at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what would be found to be so."""
        return super().get_context_data(open_points=open_points(self.object), **kwargs)

    def act(self, form: AcceptForm) -> str:
        """Judge and accept, and go on to the next one that waits."""
        moved = accept_as_stated(
            enrolment=self.object,
            points=form.cleaned_data["points"],
            seen_at=form.cleaned_data["seen_at"],
            actor=self.actor,
            at=self.at,
        )
        tell_reviewed(self.request, moved, done="审核通过")
        return address_after_review(moved, before=self.object.status)
