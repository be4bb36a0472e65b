"""Addresses of stations."""

from django.urls import path

from stations.views.first_password import FirstPasswordPage
from stations.views.public import StationList, StationPage
from stations.views.scope import GrantEdit, GrantNew, GrantSearch, GrantWithdraw

app_name = "stations"
urlpatterns = [
    path("", StationList.as_view(), name="list"),
    path("<str:code>/", StationPage.as_view(), name="page"),
    path("<str:code>/first-password/", FirstPasswordPage.as_view(), name="first_password"),
    path("<str:code>/scope/new/", GrantSearch.as_view(), name="grant"),
    path("<str:code>/scope/new/<int:trade>/", GrantNew.as_view(), name="grant_levels"),
    path("<str:code>/scope/<int:pk>/", GrantEdit.as_view(), name="grant_edit"),
    path("<str:code>/scope/<int:pk>/withdraw/", GrantWithdraw.as_view(), name="withdraw"),
]
