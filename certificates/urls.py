"""Addresses of certificates."""

from django.urls import path

from certificates import list_views, views
from certificates.blanks import urls as blanks
from certificates.changes import urls as changes
from certificates.numbers import urls as numbers
from certificates.posting import urls as posting
from certificates.register import urls as register
from certificates.rosters import urls as rosters
from certificates.settlement import urls as settlement
from certificates.signing import urls as signing
from certificates.upload import urls as upload

app_name = "certificates"
urlpatterns = [
    *changes.urlpatterns,
    path("", list_views.CertificateList.as_view(), name="list"),
    *register.urlpatterns,
    path("batch/<int:pk>/", views.BatchCertificates.as_view(), name="batch"),
    path("batch/<int:pk>/qualified.xlsx", views.QualifiedRosterXlsx.as_view(), name="qualified_xlsx"),
    path("batch/<int:pk>/certificates.pdf", views.BatchCertificatesPdf.as_view(), name="batch_pdf"),
    path("<int:pk>/", views.CertificatePage.as_view(), name="page"),
    path("<int:pk>/certificate.pdf", views.CertificatePdf.as_view(), name="pdf"),
    path("<int:pk>/paper.pdf", views.CertificatePaper.as_view(), name="paper"),
    *blanks.urlpatterns,
    *numbers.urlpatterns,
    *posting.urlpatterns,
    *settlement.urlpatterns,
    *rosters.urlpatterns,
    *signing.urlpatterns,
    *upload.urlpatterns,
]
