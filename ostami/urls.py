"""Every address of the portal."""

from django.urls import include, path

urlpatterns = [
    path("", include("portal.urls")),
    path("account/", include("accounts.urls")),
    path("catalogue/", include("scope_catalog.urls")),
    path("stations/", include("stations.urls.registry")),
    path("office/", include("stations.urls.office")),
    path("applications/", include("stations.urls.applications")),
    path("reviews/", include("stations.urls.reviews")),
    path("examiners/applications/", include("examiners.urls.applications")),
    path("examiners/trainings/", include("examiners.urls.trainings")),
    path("examiners/", include("examiners.urls.roster")),
    path("working-days/", include("workflow.urls")),
    path("batches/", include("batches.urls")),
    path("candidates/", include("candidates.urls")),
    path("questions/", include("question_bank.urls")),
    path("exams/", include("exams.urls")),
    path("certificates/", include("certificates.urls")),
    path("jobs/", include("jobs.urls")),
]

handler400 = "portal.views.errors.bad_request"
handler403 = "portal.views.errors.forbidden"
handler404 = "portal.views.errors.not_found"
handler500 = "portal.views.errors.server_error"
