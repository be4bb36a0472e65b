"""Addresses of the inbox."""

from django.urls import path

from portal.views import inbox

app_name = "inbox"
urlpatterns = [
    path("", inbox.MessageList.as_view(), name="list"),
    path("<int:pk>/", inbox.MessagePage.as_view(), name="message"),
    path("read/", inbox.ReadAll.as_view(), name="read_all"),
    path("choices/", inbox.Choices.as_view(), name="choices"),
]
