"""Addresses of archives and disposals."""

from django.urls import path

from exams.views import archives, disposals

urlpatterns = [
    path("batch/<int:pk>/archive/", archives.ArchivePage.as_view(), name="archive"),
    path("batch/<int:pk>/archive/check/", archives.ArchiveCheck.as_view(), name="archive_check"),
    path(
        "batch/<int:pk>/disposals/<str:kind>/", disposals.DisposalPropose.as_view(), name="disposal_propose"
    ),
    path("disposals/", disposals.DisposalList.as_view(), name="disposals"),
    path("disposals/<int:pk>/", disposals.DisposalPage.as_view(), name="disposal"),
    path("disposals/<int:pk>/<str:transition>/", disposals.DisposalMove.as_view(), name="disposal_move"),
]
