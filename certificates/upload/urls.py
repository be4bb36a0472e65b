"""Addresses of the national upload."""

from django.urls import path

from certificates.upload import views

urlpatterns = [
    path("batch/<int:pk>/national/", views.NationalUploadPage.as_view(), name="national"),
    path("batch/<int:pk>/national/record/", views.NationalRecord.as_view(), name="national_record"),
    path("batch/<int:pk>/national/<str:paper>/", views.NationalPaper.as_view(), name="national_paper"),
]
