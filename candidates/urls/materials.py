"""Addresses at which staff keep which pictures are asked for."""

from django.urls import path

from candidates.views import materials

urlpatterns = [
    path("", materials.MaterialList.as_view(), name="materials"),
    path("<str:candidate_type>/<str:kind>/", materials.MaterialChange.as_view(), name="material_change"),
]
