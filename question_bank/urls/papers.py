"""Addresses of papers; below ``papers/``."""

from django.urls import path

from question_bank.views import (
    paper_choosing,
    paper_editing,
    paper_preview,
    paper_uploads,
    paper_uses,
    paper_writing,
    papers,
)

urlpatterns = [
    path("", papers.PaperList.as_view(), name="papers"),
    path("new/", paper_writing.PaperNew.as_view(), name="paper_new"),
    path("new/task/", paper_writing.PaperFromTask.as_view(), name="paper_from_task"),
    path("new/upload/", paper_uploads.PaperUpload.as_view(), name="paper_upload"),
    path("new/workbook/", paper_uploads.PaperWorkbook.as_view(), name="paper_workbook"),
    path("items/<int:pk>/<str:kind>/", paper_uses.ItemPaper.as_view(), name="item_paper"),
    path("uses/<int:pk>/stop/", paper_uses.ItemPaperStop.as_view(), name="item_paper_stop"),
    path("<int:pk>/", papers.PaperPage.as_view(), name="paper"),
    path("<int:pk>/edit/", paper_editing.PaperEdit.as_view(), name="paper_edit"),
    path("<int:pk>/discard/", paper_writing.PaperDiscard.as_view(), name="paper_discard"),
    path("<int:pk>/preview/<str:part>/", paper_preview.PaperPreview.as_view(), name="paper_preview"),
    path("<int:pk>/questions/add/", paper_choosing.PaperAdd.as_view(), name="paper_add"),
    path("<int:pk>/questions/<int:question>/swap/", paper_choosing.PaperSwap.as_view(), name="paper_swap"),
    path(
        "<int:pk>/questions/<int:question>/remove/",
        paper_editing.PaperRemove.as_view(),
        name="paper_remove",
    ),
    path("<int:pk>/<str:transition>/", papers.PaperMove.as_view(), name="paper_transition"),
]
