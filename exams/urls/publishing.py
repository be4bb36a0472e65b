"""Addresses of publishing."""

from django.urls import path

from exams.views import make_up, notices, readiness, score_reviews

urlpatterns = [
    path("batch/<int:pk>/readiness/", readiness.ReadinessPage.as_view(), name="readiness"),
    path("notices/", notices.Notices.as_view(), name="notices"),
    path("notices/<int:pk>/", notices.Notice.as_view(), name="notice"),
    path("objections/", notices.Objections.as_view(), name="objections"),
    path("objections/<int:pk>/answer/", notices.ObjectionAnswer.as_view(), name="objection_answer"),
    path("enrolments/<int:pk>/review/", score_reviews.ScoreReviewAsk.as_view(), name="score_review"),
    path("enrolments/<int:pk>/carried/", make_up.Carry.as_view(), name="make_up"),
    path("enrolments/<int:pk>/carried/end/", make_up.CarryEnd.as_view(), name="make_up_end"),
    path("score-reviews/", score_reviews.ScoreReviews.as_view(), name="score_reviews"),
    path("score-reviews/<int:pk>/", score_reviews.ScoreReviewAnswer.as_view(), name="score_review_answer"),
]
