"""Addresses of candidates."""

from django.urls import path

from candidates.views import choosing, enrolment, filling, papers, registration, roster

app_name = "candidates"

urlpatterns = [
    path("register/", registration.Register.as_view(), name="register"),
    path("mine/", choosing.Mine.as_view(), name="mine"),
    path("open/", choosing.OpenItems.as_view(), name="open"),
    path("enrol/<int:item>/", choosing.Enrol.as_view(), name="enrol"),
    path("blank-form.pdf", papers.BlankFormPdf.as_view(), name="blank_form_pdf"),
    path("uploads/<int:pk>/", papers.UploadFile.as_view(), name="upload_file"),
    path("roster/<int:pk>/", roster.Roster.as_view(), name="roster"),
    path("roster/<int:pk>/roster.xlsx", roster.RosterXlsx.as_view(), name="roster_xlsx"),
    path("roster/<int:pk>/roster.pdf", roster.RosterPdf.as_view(), name="roster_pdf"),
    path("<int:pk>/", enrolment.EnrolmentPage.as_view(), name="enrolment"),
    path("<int:pk>/form/", filling.FormPage.as_view(), name="form"),
    path("<int:pk>/history/", filling.HistoryPage.as_view(), name="history"),
    path("<int:pk>/uploads/", filling.UploadsPage.as_view(), name="uploads"),
    path("<int:pk>/check/", filling.CheckPage.as_view(), name="check"),
    path("<int:pk>/discard/", filling.DiscardPage.as_view(), name="discard"),
    path("<int:pk>/form.pdf", papers.FormPdf.as_view(), name="form_pdf"),
    path("<int:pk>/form.docx", papers.FormDocx.as_view(), name="form_docx"),
    path("<int:pk>/<str:transition>/", enrolment.EnrolmentTransition.as_view(), name="transition"),
]
