"""Addresses of what is open, and of the own enrolments."""

from django.urls import path

from candidates.views import choosing

urlpatterns = [
    path("mine/", choosing.Mine.as_view(), name="mine"),
    path("open/", choosing.OpenItems.as_view(), name="open"),
    path("enrol/<int:item>/", choosing.Enrol.as_view(), name="enrol"),
]
