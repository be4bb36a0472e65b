"""Addresses at which a person opens the own login with an activation slip."""

from django.urls import path

from candidates.views import activation

urlpatterns = [
    path("", activation.Activate.as_view(), name="activate"),
    path("choose/", activation.ActivateChoose.as_view(), name="activate_choose"),
]
