"""Addresses of the figures."""

from django.urls import path

from portal.views import figures

app_name = "figures"
urlpatterns = [
    path("", figures.FiguresPage.as_view(), name="page"),
    path("export/", figures.FiguresExport.as_view(), name="export"),
    path("returns/", figures.ReturnReasons.as_view(), name="returns"),
    path("public/", figures.PublicFigures.as_view(), name="public"),
]
