"""Addresses of examiners."""

from django.urls import path

from examiners import views

app_name = "examiners"
urlpatterns = [
    path("", views.ExaminerList.as_view(), name="list"),
    path("new/", views.StationChoice.as_view(), name="new"),
    path("new/<str:code>/", views.ExaminerNew.as_view(), name="register"),
    path("<int:pk>/", views.ExaminerPage.as_view(), name="page"),
    path("<int:pk>/edit/", views.ExaminerEdit.as_view(), name="edit"),
    path("<int:pk>/end/", views.ExaminerEnd.as_view(), name="end"),
]
