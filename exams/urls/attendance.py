"""Addresses of attendance."""

from django.urls import path

from exams.views import attendance

urlpatterns = [
    path("batch/<int:pk>/attendance/<str:kind>/", attendance.AttendancePage.as_view(), name="attendance"),
]
