"""Addresses of the register: the public lookup, that of organisations, and former certificates."""

from django.urls import path

from certificates.register import bulk_views, former_pages, former_views, views
from scope_catalog.choices import Scheme

urlpatterns = [
    path("lookup/", views.Lookup.as_view(), name="lookup"),
    path("lookup/ability/", views.Lookup.as_view(scheme=Scheme.ABILITY), name="lookup_ability"),
    path("lookup/skill/", views.Lookup.as_view(scheme=Scheme.SKILL_LEVEL), name="lookup_skill"),
    path("lookup/bulk/", bulk_views.BulkLookup.as_view(), name="bulk_lookup"),
    path("former/", former_pages.FormerList.as_view(), name="former_list"),
    path("former/<int:pk>/", former_pages.FormerPage.as_view(), name="former"),
    path("former/<int:pk>/revoke/", former_pages.FormerRevoke.as_view(), name="former_revoke"),
    path(
        "former/revocations/<int:pk>/",
        former_pages.FormerRevocationPage.as_view(),
        name="former_revocation",
    ),
    path(
        "former/revocations/<int:pk>/<slug:transition>/",
        former_pages.FormerRevocationMove.as_view(),
        name="former_revocation_transition",
    ),
    path("former/import/", former_views.FormerImport.as_view(), name="former_import"),
]
