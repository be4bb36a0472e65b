"""Addresses of candidates."""

from django.urls import include, path

from candidates.urls import (
    account,
    activating,
    choosing,
    classes,
    corrections,
    eligibility,
    filling,
    materials,
    papers,
    reviewing,
    rosters,
    scans,
)
from candidates.views import enrolment

app_name = "candidates"

urlpatterns = [
    *account.urlpatterns,
    *choosing.urlpatterns,
    path("eligibility/", include(eligibility.urlpatterns)),
    path("materials/", include(materials.urlpatterns)),
    path("scans/", include(scans.urlpatterns)),
    path("corrections/", include(corrections.urlpatterns)),
    path("classes/", include(classes.urlpatterns)),
    path("activate/", include(activating.urlpatterns)),
    *rosters.urlpatterns,
    *papers.urlpatterns,
    *filling.urlpatterns,
    *reviewing.urlpatterns,
    # What ends in the name of a transition matches any word: it comes last.
    path("<int:pk>/<str:transition>/", enrolment.EnrolmentTransition.as_view(), name="transition"),
]
