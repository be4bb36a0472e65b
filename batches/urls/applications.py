"""Addresses of batches and their applications."""

from django.urls import path

from batches.views import applications, batch_items, batch_list, batches, item_choice

urlpatterns = [
    path("", batch_list.BatchList.as_view(), name="list"),
    path("new/", applications.BatchNew.as_view(), name="new"),
    path("<int:pk>/", batches.BatchPage.as_view(), name="batch"),
    path("<int:pk>/edit/", applications.BatchEdit.as_view(), name="edit"),
    path("<int:pk>/copy/", applications.BatchCopy.as_view(), name="copy"),
    path("<int:pk>/discard/", applications.BatchDiscard.as_view(), name="discard"),
    path("<int:pk>/items/new/", item_choice.ItemNew.as_view(), name="item_new"),
    path("<int:pk>/items/new/<int:plan_item>/", batch_items.ItemPanel.as_view(), name="item_panel"),
    path("<int:pk>/items/<int:item>/edit/", batch_items.ItemEdit.as_view(), name="item_edit"),
    path("<int:pk>/items/<int:item>/remove/", batch_items.ItemRemove.as_view(), name="item_remove"),
    path("<int:pk>/<str:transition>/", batches.BatchTransition.as_view(), name="transition"),
]
