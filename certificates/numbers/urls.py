"""Addresses of certificate numbers."""

from django.urls import path

from certificates.numbers import prefix_views, views

urlpatterns = [
    path("batch/<int:pk>/numbers/", views.BatchNumbers.as_view(), name="numbers"),
    path("batch/<int:pk>/numbers/import/", views.NumberImport.as_view(), name="numbers_import"),
    path("prefixes/", prefix_views.PrefixList.as_view(), name="prefixes"),
    path("prefixes/new/", prefix_views.PrefixNew.as_view(), name="prefix_new"),
    path("prefixes/<int:pk>/end/", prefix_views.PrefixEnd.as_view(), name="prefix_end"),
    path("prefixes/<int:pk>/remove/", prefix_views.PrefixRemove.as_view(), name="prefix_remove"),
]
