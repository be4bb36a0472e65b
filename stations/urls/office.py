"""Addresses of an office's own people and their logins."""

from django.urls import path

from stations.views.office.page import OfficeLogins
from stations.views.office.people import LoginEdit, LoginEnd, LoginNew, LoginPassword, LoginReopen

app_name = "office"
urlpatterns = [
    path("logins/", OfficeLogins.as_view(), name="logins"),
    path("logins/new/", LoginNew.as_view(), name="login_new"),
    path("logins/<int:pk>/", LoginEdit.as_view(), name="login_edit"),
    path("logins/<int:pk>/password/", LoginPassword.as_view(), name="login_password"),
    path("logins/<int:pk>/end/", LoginEnd.as_view(), name="login_end"),
    path("logins/<int:pk>/reopen/", LoginReopen.as_view(), name="login_reopen"),
]
