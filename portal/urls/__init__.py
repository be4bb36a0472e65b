"""Addresses of the portal's own pages."""

from django.urls import include, path

from portal.views import display, home, practice, searching

app_name = "portal"
urlpatterns = [
    path("", home.Front.as_view(), name="front"),
    path("home/", home.Home.as_view(), name="home"),
    path("search/", searching.Search.as_view(), name="search"),
    path("display/", display.DisplaySettings.as_view(), name="display"),
    path("keys/", searching.Keys.as_view(), name="keys"),
    path("messages/", include("portal.urls.inbox")),
    path("", include("portal.urls.texts")),
    path("figures/", include("portal.urls.figures")),
    path("help/", include("portal.urls.help")),
    path("filters/", include("portal.urls.filters")),
    path("practice/clock/", practice.SetPracticeDay.as_view(), name="practice_clock"),
    path("practice/mail/", practice.Mailbox.as_view(), name="practice_mail"),
]
