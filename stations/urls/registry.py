"""Addresses of stations."""

from django.urls import path

from stations.views.entry import EntryEdit, StationMove
from stations.views.first_password import FirstPasswordPage
from stations.views.importing import StationImport
from stations.views.licence import LicencePdf
from stations.views.managed import ManagedExport, ManagedList
from stations.views.public import StationList, StationPage
from stations.views.reminding import RemindStations
from stations.views.scope import GrantEdit, GrantNew, GrantSearch, GrantWithdraw
from stations.views.staff.logins import StaffLogin, StaffLoginEnd, StaffPassword
from stations.views.staff.page import StaffPage
from stations.views.staff.people import StaffAdd, StaffEdit, StaffEnd

app_name = "stations"
urlpatterns = [
    path("", StationList.as_view(), name="list"),
    path("manage/", ManagedList.as_view(), name="staff_list"),
    path("manage/stations.xlsx", ManagedExport.as_view(), name="export"),
    path("manage/import/", StationImport.as_view(), name="import"),
    path("manage/remind/", RemindStations.as_view(), name="remind"),
    path("<str:code>/", StationPage.as_view(), name="page"),
    path("<str:code>/edit/", EntryEdit.as_view(), name="edit"),
    path("<str:code>/licence.pdf", LicencePdf.as_view(), name="licence"),
    path("<str:code>/first-password/", FirstPasswordPage.as_view(), name="first_password"),
    path("<str:code>/scope/new/", GrantSearch.as_view(), name="grant"),
    path("<str:code>/scope/new/<int:trade>/", GrantNew.as_view(), name="grant_levels"),
    path("<str:code>/scope/<int:pk>/", GrantEdit.as_view(), name="grant_edit"),
    path("<str:code>/scope/<int:pk>/withdraw/", GrantWithdraw.as_view(), name="withdraw"),
    path("<str:code>/staff/", StaffPage.as_view(), name="staff"),
    path("<str:code>/staff/new/", StaffAdd.as_view(), name="staff_add"),
    path("<str:code>/staff/<int:pk>/", StaffEdit.as_view(), name="staff_edit"),
    path("<str:code>/staff/<int:pk>/login/", StaffLogin.as_view(), name="staff_login"),
    path("<str:code>/staff/<int:pk>/login/end/", StaffLoginEnd.as_view(), name="staff_login_end"),
    path("<str:code>/staff/<int:pk>/password/", StaffPassword.as_view(), name="staff_password"),
    path("<str:code>/staff/<int:pk>/end/", StaffEnd.as_view(), name="staff_end"),
    path("<str:code>/<str:transition>/", StationMove.as_view(), name="move"),
]
