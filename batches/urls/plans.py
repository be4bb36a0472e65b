"""Addresses of annual plans, below ``plans/``."""

from django.urls import path

from batches.views import plan_copying, plan_grid, plan_items, plans

urlpatterns = [
    path("new/", plans.PlanNew.as_view(), name="plan_new"),
    path("<int:pk>/", plans.PlanPage.as_view(), name="plan"),
    path("<int:pk>/grid/", plan_grid.PlanGrid.as_view(), name="plan_grid"),
    path("<int:pk>/copy/", plan_copying.PlanCopy.as_view(), name="plan_copy"),
    path("<int:pk>/discard/", plans.PlanDiscard.as_view(), name="plan_discard"),
    path("<int:pk>/items/new/", plan_items.PlanItemNew.as_view(), name="plan_item_new"),
    path("<int:pk>/items/<int:item>/edit/", plan_items.PlanItemEdit.as_view(), name="plan_item_edit"),
    path("<int:pk>/items/<int:item>/remove/", plan_items.PlanItemRemove.as_view(), name="plan_item_remove"),
    path("<int:pk>/<str:transition>/", plans.PlanTransition.as_view(), name="plan_transition"),
]
