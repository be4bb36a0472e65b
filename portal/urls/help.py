"""Addresses of help."""

from django.urls import path

from portal.views import help as views

app_name = "help"
urlpatterns = [
    path("", views.Index.as_view(), name="index"),
    path("glossary/", views.Glossary.as_view(), name="glossary"),
    path("why/", views.Why.as_view(), name="why"),
    path("why/<slug:key>/", views.WhyCasePage.as_view(), name="why_case"),
    path("first-batch/", views.FirstBatch.as_view(), name="first_batch"),
    path("first-batch/samples/<slug:name>/", views.Sample.as_view(), name="sample"),
    path("accessibility/", views.Accessibility.as_view(), name="accessibility"),
    path("<slug:role>/", views.Manual.as_view(), name="manual"),
    path("<slug:role>/<slug:slug>/", views.ChapterPage.as_view(), name="chapter"),
]
