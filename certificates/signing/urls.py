"""Addresses of electronic certificates."""

from django.urls import path

from certificates.signing import views

urlpatterns = [
    path("v/<slug:token>/", views.TokenPage.as_view(), name="token"),
    path("verify/", views.Verify.as_view(), name="verify"),
]
