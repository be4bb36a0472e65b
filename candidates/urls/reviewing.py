"""Addresses of an enrolment's page and of its review."""

from django.urls import path

from candidates.views import bulk_accept, enrolment, reviewing, waiting

urlpatterns = [
    path("waiting/", waiting.WaitingForReview.as_view(), name="waiting"),
    path("roster/<int:pk>/accept/", bulk_accept.BulkAccept.as_view(), name="bulk_accept"),
    path("<int:pk>/", enrolment.EnrolmentPage.as_view(), name="enrolment"),
    path("<int:pk>/judge/", reviewing.Judge.as_view(), name="judge"),
    path("<int:pk>/review-accept/", reviewing.ReviewAccept.as_view(), name="review_accept"),
]
