"""Addresses of jobs."""

from django.urls import path

from jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.JobList.as_view(), name="list"),
    path("<int:pk>/", views.JobPage.as_view(), name="page"),
    path("<int:pk>/result/", views.JobResult.as_view(), name="result"),
]
