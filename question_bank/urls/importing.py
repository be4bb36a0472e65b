"""Addresses of the bank's workbooks, and of moving many questions."""

from django.urls import path

from question_bank.views.exporting import QuestionExport
from question_bank.views.importing import QuestionImport
from question_bank.views.reviewing import QuestionReview, QuestionSubmitMany

urlpatterns = [
    path("import/", QuestionImport.as_view(), name="question_import"),
    path("export/", QuestionExport.as_view(), name="question_export"),
    path("review/", QuestionReview.as_view(), name="question_review"),
    path("submit/", QuestionSubmitMany.as_view(), name="question_submit_many"),
]
