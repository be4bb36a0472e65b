"""Addresses of changes of certificates."""

from django.urls import path

from certificates.changes import asking_views, views

urlpatterns = [
    path("changes/", views.ChangeList.as_view(), name="changes"),
    path("<int:pk>/changes/<str:kind>/", asking_views.ChangeNew.as_view(), name="change_new"),
    path("changes/<int:pk>/", views.ChangePage.as_view(), name="change"),
    # What ends in the name of a transition matches any word: it comes last.
    path("changes/<int:pk>/<str:transition>/", views.ChangeTransition.as_view(), name="change_transition"),
]
