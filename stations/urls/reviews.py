"""Addresses of annual reviews."""

from django.urls import path

from stations.views.reviews.lists import ReviewList
from stations.views.reviews.pages import ReviewEdit, ReviewPage, ReviewPdf, ReviewStart, ReviewTransition

app_name = "annual_reviews"
urlpatterns = [
    path("", ReviewList.as_view(), name="list"),
    path("start/<int:year>/", ReviewStart.as_view(), name="start"),
    path("<int:pk>/", ReviewPage.as_view(), name="page"),
    path("<int:pk>/edit/", ReviewEdit.as_view(), name="edit"),
    path("<int:pk>/form.pdf", ReviewPdf.as_view(), name="form_pdf"),
    path("<int:pk>/<str:transition>/", ReviewTransition.as_view(), name="move"),
]
