"""Addresses of the steps that a candidate fills in."""

from django.urls import path

from candidates.views import answers, checking, filling, histories, uploads

urlpatterns = [
    path("<int:pk>/eligibility/", answers.EligibilityAnswer.as_view(), name="eligibility_answer"),
    path("<int:pk>/form/", filling.FormPage.as_view(), name="form"),
    path("<int:pk>/certificates/", filling.CertificatesPage.as_view(), name="certificates_form"),
    path("<int:pk>/history/", histories.HistoryPage.as_view(), name="history"),
    path("<int:pk>/work/", histories.WorkHistoryPage.as_view(), name="work_history"),
    path("<int:pk>/uploads/", uploads.UploadsPage.as_view(), name="uploads"),
    path("<int:pk>/check/", checking.CheckPage.as_view(), name="check"),
    path("<int:pk>/discard/", filling.DiscardPage.as_view(), name="discard"),
]
