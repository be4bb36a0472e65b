"""Addresses of class lists and their activation slips."""

from django.urls import path

from candidates.views import class_entry, classes

urlpatterns = [
    path("batch/<int:pk>/", classes.ClassList.as_view(), name="class_list"),
    path("batch/<int:pk>/import/", classes.ClassImport.as_view(), name="class_import"),
    path("batch/<int:pk>/slips/", classes.ClassSlips.as_view(), name="class_slips"),
    path("<int:pk>/remove/", class_entry.EntryRemove.as_view(), name="class_remove"),
    path("<int:pk>/slip/", class_entry.EntrySlip.as_view(), name="class_slip"),
    path("enrolment/<int:pk>/slip/", class_entry.EnrolmentSlip.as_view(), name="enrolment_slip"),
]
