"""Addresses of the portal's own pages."""

from django.urls import path

from portal.views import display, home, practice, searching

app_name = "portal"
urlpatterns = [
    path("", home.Front.as_view(), name="front"),
    path("home/", home.Home.as_view(), name="home"),
    path("search/", searching.Search.as_view(), name="search"),
    path("display/", display.DisplaySettings.as_view(), name="display"),
    path("keys/", searching.Keys.as_view(), name="keys"),
    path("practice/clock/", practice.SetPracticeDay.as_view(), name="practice_clock"),
    path("practice/mail/", practice.Mailbox.as_view(), name="practice_mail"),
]
