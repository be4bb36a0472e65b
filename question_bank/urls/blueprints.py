"""Addresses of blueprints."""

from django.urls import path

from question_bank.views.blueprint_forms import BlueprintDelete, BlueprintEdit, BlueprintNew
from question_bank.views.blueprint_list import BlueprintList
from question_bank.views.blueprints import BlueprintPage, BlueprintTry

urlpatterns = [
    path("", BlueprintList.as_view(), name="blueprints"),
    path("new/", BlueprintNew.as_view(), name="blueprint_new"),
    path("<int:pk>/", BlueprintPage.as_view(), name="blueprint"),
    path("<int:pk>/edit/", BlueprintEdit.as_view(), name="blueprint_edit"),
    path("<int:pk>/delete/", BlueprintDelete.as_view(), name="blueprint_delete"),
    path("<int:pk>/try/", BlueprintTry.as_view(), name="blueprint_try"),
]
