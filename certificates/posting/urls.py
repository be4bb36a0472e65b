"""Addresses of parcels and of handing over."""

from django.urls import path

from certificates.posting import batch_views, list_views, views

urlpatterns = [
    path("shipments/", list_views.ShipmentList.as_view(), name="shipments"),
    path("shipments/<int:pk>/", views.ShipmentPage.as_view(), name="shipment"),
    path(
        "shipments/<int:pk>/<slug:transition>/",
        views.ShipmentMove.as_view(),
        name="shipment_transition",
    ),
    path("batch/<int:pk>/ship/", batch_views.Ship.as_view(), name="ship"),
    path("batch/<int:pk>/handovers/", batch_views.Handovers.as_view(), name="handovers"),
]
