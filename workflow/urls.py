"""Addresses of the table of working days."""

from django.urls import path

from workflow.views import working_days

app_name = "working_days"

urlpatterns = [
    path("", working_days.SpecialDayList.as_view(), name="list"),
    path("new/", working_days.SpecialDayNew.as_view(), name="new"),
    path("<int:pk>/edit/", working_days.SpecialDayEdit.as_view(), name="edit"),
    path("<int:pk>/remove/", working_days.SpecialDayRemove.as_view(), name="remove"),
]
