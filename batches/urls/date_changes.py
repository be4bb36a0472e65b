"""Addresses of changes of exam dates."""

from django.urls import path

from batches.views import date_changes

urlpatterns = [
    path("date-changes/", date_changes.DateChangeList.as_view(), name="date_changes"),
    path("date-changes/<int:pk>/", date_changes.DateChangePage.as_view(), name="date_change"),
    path(
        "date-changes/<int:pk>/<str:transition>/",
        date_changes.DateChangeTransition.as_view(),
        name="date_change_transition",
    ),
    path("<int:pk>/date-change/", date_changes.DateChangeNew.as_view(), name="date_change_new"),
]
