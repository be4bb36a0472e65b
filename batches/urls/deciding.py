"""Addresses of whoever decides on batches: what waits and until when, and the approval table."""

from django.urls import path

from batches.views import papers, waiting

urlpatterns = [
    path("waiting/", waiting.WaitingList.as_view(), name="waiting"),
    path("<int:pk>/approval.pdf", papers.ApprovalPdf.as_view(), name="approval_pdf"),
    path("<int:pk>/approval.docx", papers.ApprovalDocx.as_view(), name="approval_docx"),
]
