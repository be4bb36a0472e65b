"""Addresses of the papers around a batch's certificates."""

from django.urls import path

from certificates.rosters import views

urlpatterns = [
    path("batch/<int:pk>/papers/<str:paper>/", views.RosterPaper.as_view(), name="roster_paper"),
]
