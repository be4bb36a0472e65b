"""Addresses of the catalogue."""

from django.urls import path

from scope_catalog import views

app_name = "scope_catalog"

urlpatterns = [
    path("", views.TradeList.as_view(), name="list"),
    path("<int:pk>/", views.TradePage.as_view(), name="trade"),
    path("<int:pk>/correct/", views.NameCorrectionPage.as_view(), name="correct"),
]
