"""Addresses of certificates."""

from django.urls import path

from certificates import views

app_name = "certificates"
urlpatterns = [
    path("", views.CertificateList.as_view(), name="list"),
    path("lookup/", views.Lookup.as_view(), name="lookup"),
    path("batch/<int:pk>/", views.BatchCertificates.as_view(), name="batch"),
    path("batch/<int:pk>/qualified.xlsx", views.QualifiedRosterXlsx.as_view(), name="qualified_xlsx"),
    path("batch/<int:pk>/certificates.pdf", views.BatchCertificatesPdf.as_view(), name="batch_pdf"),
    path("<int:pk>/", views.CertificatePage.as_view(), name="page"),
    path("<int:pk>/certificate.pdf", views.CertificatePdf.as_view(), name="pdf"),
]
