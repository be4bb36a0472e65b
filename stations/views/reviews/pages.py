"""One review: begun, filled in, read, moved, printed."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.forms import ConfirmForm
from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.autosave import AutosaveView
from accounts.views.base import (
    PortalFormView,
    ScopedDetailView,
    ScopedMixin,
    ScopedObjectView,
)
from documents.handing_out import pdf_response
from documents.pdf import render_pdf
from ostami import clock
from stations.figures import shown_figures
from stations.forms.reviews import GradeForm, ReviewForm
from stations.models import AnnualReview
from stations.opinions import decision_on
from stations.review_sheet import review_sheet
from stations.reviews import Standing
from stations.selectors import own_station
from stations.services.reviews import open_review, review_closed, save_review
from workflow.forms import TransitionForm
from workflow.views import TransitionView


class _ReviewMixin(ScopedMixin):
    """A page on one review."""

    abstract = True
    model = AnnualReview

    def get_queryset(self) -> QuerySet[Any]:
        """Join the station."""
        return super().get_queryset().select_related("station__organisation")

    @property
    def at(self) -> datetime:
        """The instant at which the request arrived."""
        return arrived_at(self.request)


class ReviewStart(PortalFormView):
    """Begin a year's review; one that was begun is gone on with."""

    permission = Perm.REVIEW_EDIT
    form_class = ConfirmForm
    template_name = "stations/reviews/start.html"
    submit_label = "开始填写"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the year."""
        year = self.kwargs["year"]
        return super().get_context_data(**{"heading": f"填写 {year} 年度年审", "year": year, **kwargs})

    def act(self, form: ConfirmForm) -> str:
        """Begin it, and go to its form, or to its page where it was handed in already."""
        review = open_review(
            station=own_station(self.actor),
            year=self.kwargs["year"],
            actor=self.actor,
            at=arrived_at(self.request),
        )
        return review_edit_address(review) if review.is_open else review.get_absolute_url()


class ReviewPage(_ReviewMixin, ScopedDetailView):
    """One review with the year's figures, the station's answers, and what its superiors say."""

    permission = Perm.REVIEW_VIEW
    template_name = "stations/reviews/page.html"
    context_object_name = "review"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the figures, live while the review is open, and where it stands."""
        review, today = self.object, clock.day_of(self.at)
        return super().get_context_data(
            figures=shown_figures(review, on=today),
            standing=Standing(review.station, review.year, today, review),
            decision=decision_on(review),
            may_edit=review.is_open and self.actor.has_right(Perm.REVIEW_EDIT),
            **kwargs,
        )


class ReviewEdit(_ReviewMixin, AutosaveView):
    """The station's answers; whatever is there is stored, complete or not."""

    permission = Perm.REVIEW_EDIT
    form_class = ReviewForm
    template_name = "stations/reviews/edit.html"
    done = "年审内容已保存。"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form; lead back to the review, with the reason, where nothing can be changed."""
        self.object = self.get_object()
        for problem in review_closed(self.object):
            messages.warning(request, str(problem))
            return redirect(self.object)
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Fill the form from the review, on a copy that takes what is typed."""
        return {**super().get_form_kwargs(), "instance": AnnualReview.objects.get(pk=self.object.pk)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the review and its year's figures."""
        today = clock.day_of(self.at)
        return super().get_context_data(
            **{
                "heading": f"{self.object.year} 年度年审",
                "review": self.object,
                "figures": shown_figures(self.object, on=today),
                **kwargs,
            }
        )

    def save(self, form: ReviewForm) -> None:
        """Store the answers."""
        save_review(review=self.object, answers=form.cleaned_data)

    def act(self, form: ReviewForm) -> str:
        """Store the answers and go to the review's page."""
        self.save(form)
        return str(self.object.get_absolute_url())


class ReviewTransition(_ReviewMixin, TransitionView):
    """Hand a review in, grade it, or return it."""

    permission = Perm.REVIEW_VIEW

    def get_form_class(self) -> type[TransitionForm]:
        """Ask for the grade where one is given."""
        return GradeForm if self.transition.name == "grade" else TransitionForm

    def told(self, form: TransitionForm) -> dict[str, Any]:
        """Tell the grade."""
        return {"grade": form.cleaned_data["grade"]} if "grade" in form.fields else {}


class ReviewPdf(_ReviewMixin, ScopedObjectView):
    """The review as a paper (年度审查表)."""

    permission = Perm.REVIEW_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand the file out."""
        review: AnnualReview = self.get_object()
        sheet = review_sheet(review, on=clock.day_of(self.at))
        return pdf_response(render_pdf(sheet), f"年度审查表 {review.station} {review.year}.pdf")


def review_edit_address(review: AnnualReview) -> str:
    """Return the address of a review's form."""
    return reverse("annual_reviews:edit", kwargs={"pk": review.pk})
