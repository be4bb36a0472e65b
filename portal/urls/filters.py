"""Addresses of saved filters."""

from django.urls import path

from portal.views import filters

app_name = "filters"
urlpatterns = [
    path("save/", filters.SaveFilter.as_view(), name="save"),
    path("<int:pk>/remove/", filters.RemoveFilter.as_view(), name="remove"),
]
