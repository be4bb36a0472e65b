"""Addresses of the ledger of blanks."""

from django.urls import path

from certificates.blanks import views

urlpatterns = [
    path("blanks/", views.Ledger.as_view(), name="blanks"),
    path("blanks/ledger.xlsx", views.LedgerXlsx.as_view(), name="blanks_xlsx"),
    path("blanks/new/", views.EntryNew.as_view(), name="blank_new"),
    path("blanks/corrections/new/", views.CorrectionNew.as_view(), name="blank_correction"),
    path("blanks/destructions/new/", views.DestructionNew.as_view(), name="destruction_new"),
    path("blanks/destructions/<int:pk>/", views.DestructionPage.as_view(), name="destruction"),
    path(
        "blanks/destructions/<int:pk>/<slug:transition>/",
        views.DestructionMove.as_view(),
        name="destruction_transition",
    ),
]
