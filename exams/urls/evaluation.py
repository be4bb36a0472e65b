"""Addresses of evaluation reports."""

from django.urls import path

from exams.views import evaluation, positions, standing_in

urlpatterns = [
    path("evaluation/", evaluation.EvaluationList.as_view(), name="evaluations"),
    path("items/<int:pk>/evaluation/", evaluation.EvaluationBegin.as_view(), name="evaluation_begin"),
    path("evaluation/<int:pk>/", evaluation.EvaluationPage.as_view(), name="evaluation"),
    path("evaluation/<int:pk>/write/", evaluation.EvaluationWrite.as_view(), name="evaluation_write"),
    path("evaluation/<int:pk>/position/", positions.PositionTake.as_view(), name="position_take"),
    path(
        "evaluation/<int:pk>/positions/<int:position>/",
        positions.OppositionAnswer.as_view(),
        name="opposition_answer",
    ),
    path(
        "evaluation/<int:pk>/excuse/<int:examiner>/",
        standing_in.PositionExcuse.as_view(),
        name="position_excuse",
    ),
    path(
        "items/<int:pk>/evaluation/writer/", standing_in.EvaluationWriter.as_view(), name="evaluation_writer"
    ),
    path("evaluation/<int:pk>/report.pdf", positions.EvaluationPdf.as_view(), name="evaluation_pdf"),
    path("evaluation/<int:pk>/report.docx", positions.EvaluationDocx.as_view(), name="evaluation_docx"),
    path(
        "evaluation/<int:pk>/<str:transition>/", evaluation.EvaluationMove.as_view(), name="evaluation_move"
    ),
]
