"""Addresses of scores."""

from django.urls import path

from exams.views import score_confirming, score_files, score_marks, scores

urlpatterns = [
    path("batch/<int:pk>/scores/", scores.ScoreGrid.as_view(), name="scores"),
    path("batch/<int:pk>/scores/import/", score_files.ScoreImport.as_view(), name="score_import"),
    path("items/<int:pk>/confirm/", score_confirming.ScoreConfirm.as_view(), name="score_confirm"),
    path("items/<int:pk>/marks/", score_marks.MarkGrid.as_view(), name="marks"),
    path("items/<int:pk>/score-sheet/", score_files.ScoreSheet.as_view(), name="score_sheet"),
]
