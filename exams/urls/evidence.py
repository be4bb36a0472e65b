"""Addresses of evidence."""

from django.urls import path

from exams.views import evidence

urlpatterns = [
    path("batch/<int:pk>/evidence/", evidence.EvidencePage.as_view(), name="evidence"),
    path("evidence/<int:pk>/file/", evidence.EvidenceFile.as_view(), name="evidence_file"),
    path("evidence/<int:pk>/thumbnail/", evidence.EvidenceThumbnail.as_view(), name="evidence_thumbnail"),
    path("evidence/<int:pk>/delete/", evidence.EvidenceDelete.as_view(), name="evidence_delete"),
]
