"""Addresses of exams."""

from django.urls import path

from exams.views import ScoreGrid

app_name = "exams"
urlpatterns = [path("batch/<int:pk>/scores/", ScoreGrid.as_view(), name="scores")]
