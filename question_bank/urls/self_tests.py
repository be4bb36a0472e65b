"""Addresses of self_tests."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
