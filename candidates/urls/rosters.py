"""Addresses of a batch's roster."""

from django.urls import path

from candidates.views import roster, roster_files

urlpatterns = [
    path("roster/<int:pk>/", roster.Roster.as_view(), name="roster"),
    path("roster/<int:pk>/roster.xlsx", roster_files.RosterXlsx.as_view(), name="roster_xlsx"),
    path("roster/<int:pk>/roster.pdf", roster_files.RosterPdf.as_view(), name="roster_pdf"),
    path("roster/<int:pk>/export/", roster_files.RosterExport.as_view(), name="roster_export"),
]
