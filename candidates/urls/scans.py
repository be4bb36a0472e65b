"""Addresses of a class's stamped forms."""

from django.urls import path

from candidates.views import scans

urlpatterns = [
    path("batch/<int:pk>/", scans.Scans.as_view(), name="scans"),
    path("<int:pk>/", scans.ScanPage.as_view(), name="scan"),
    path("<int:pk>/discard/", scans.DiscardScan.as_view(), name="scan_discard"),
    path("<int:pk>/picture/", scans.ScanPicture.as_view(), name="scan_picture"),
]
