"""Addresses of plans and batches."""

from django.urls import path

from batches.views import batch_items, batches, plans

app_name = "batches"

urlpatterns = [
    path("plans/", plans.PlanList.as_view(), name="plans"),
    path("plans/new/", plans.PlanNew.as_view(), name="plan_new"),
    path("plans/<int:pk>/", plans.PlanPage.as_view(), name="plan"),
    path("plans/<int:pk>/items/new/", plans.PlanItemNew.as_view(), name="plan_item_new"),
    path("plans/<int:pk>/items/<int:item>/edit/", plans.PlanItemEdit.as_view(), name="plan_item_edit"),
    path("plans/<int:pk>/items/<int:item>/remove/", plans.PlanItemRemove.as_view(), name="plan_item_remove"),
    path("plans/<int:pk>/<str:transition>/", plans.PlanTransition.as_view(), name="plan_transition"),
    path("", batches.BatchList.as_view(), name="list"),
    path("new/", batches.BatchNew.as_view(), name="new"),
    path("<int:pk>/", batches.BatchPage.as_view(), name="batch"),
    path("<int:pk>/edit/", batches.BatchEdit.as_view(), name="edit"),
    path("<int:pk>/items/new/", batch_items.ItemNew.as_view(), name="item_new"),
    path("<int:pk>/items/new/<int:plan_item>/", batch_items.ItemPanel.as_view(), name="item_panel"),
    path("<int:pk>/items/<int:item>/edit/", batch_items.ItemEdit.as_view(), name="item_edit"),
    path("<int:pk>/items/<int:item>/remove/", batch_items.ItemRemove.as_view(), name="item_remove"),
    path("<int:pk>/<str:transition>/", batches.BatchTransition.as_view(), name="transition"),
]
