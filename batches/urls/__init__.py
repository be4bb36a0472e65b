"""Addresses of plans and batches."""

from django.urls import include, path

from batches.urls import applications, calendar, date_changes, deciding, plan_papers, plans

app_name = "batches"

# What ends in the name of a transition matches any word: it comes last.
urlpatterns = [
    path("plans/", include([*plan_papers.urlpatterns, *plans.urlpatterns])),
    path("calendar/", include(calendar.urlpatterns)),
    *date_changes.urlpatterns,
    *deciding.urlpatterns,
    *applications.urlpatterns,
]
