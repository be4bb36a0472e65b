"""Addresses of calendars: the page, the private feed, and what a date would mean; below ``calendar/``."""

from django.urls import path

from batches.views import calendar, feeds, what_if

urlpatterns = [
    path("", calendar.CalendarPage.as_view(), name="calendar"),
    path("what-if/", what_if.WhatIf.as_view(), name="what_if"),
    path("subscribe/", feeds.Subscribe.as_view(), name="calendar_subscribe"),
    path("feed/<str:token>.ics", feeds.Feed.as_view(), name="calendar_feed"),
]
