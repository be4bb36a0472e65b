"""Addresses of exams, a module a subject."""

from exams.urls import (
    archive,
    attendance,
    evaluation,
    evidence,
    papers_and_supervision,
    publishing,
    scores,
    seating,
    supervision_reports,
)

app_name = "exams"
urlpatterns = [
    *archive.urlpatterns,
    *attendance.urlpatterns,
    *evaluation.urlpatterns,
    *evidence.urlpatterns,
    # Ahead of the moves of an assignment, which take any word: its report is no move.
    *supervision_reports.urlpatterns,
    *papers_and_supervision.urlpatterns,
    *publishing.urlpatterns,
    *scores.urlpatterns,
    *seating.urlpatterns,
]
