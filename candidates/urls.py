"""Addresses of candidates."""

from django.urls import path

from candidates.views import (
    birth_years,
    choosing,
    eligibility,
    enrolment,
    filling,
    papers,
    registration,
    roster,
    uploads,
)

app_name = "candidates"

urlpatterns = [
    path("register/", registration.Register.as_view(), name="register"),
    path("mine/", choosing.Mine.as_view(), name="mine"),
    path("open/", choosing.OpenItems.as_view(), name="open"),
    path("enrol/<int:item>/", choosing.Enrol.as_view(), name="enrol"),
    path("blank-form.pdf", papers.BlankFormPdf.as_view(), name="blank_form_pdf"),
    path("eligibility/", eligibility.ClauseList.as_view(), name="eligibility"),
    path("eligibility/new/", eligibility.ClauseNew.as_view(), name="eligibility_new"),
    path("eligibility/<int:pk>/change/", eligibility.ClauseChange.as_view(), name="eligibility_change"),
    path("eligibility/<int:pk>/revise/", eligibility.ClauseRevise.as_view(), name="eligibility_revise"),
    path("eligibility/birth-years/", birth_years.BirthYearList.as_view(), name="birth_years"),
    path("eligibility/birth-years/new/", birth_years.BirthYearNew.as_view(), name="birth_years_new"),
    path(
        "eligibility/birth-years/<int:pk>/change/",
        birth_years.BirthYearChange.as_view(),
        name="birth_years_change",
    ),
    path("uploads/<int:pk>/", papers.UploadFile.as_view(), name="upload_file"),
    path("roster/<int:pk>/", roster.Roster.as_view(), name="roster"),
    path("roster/<int:pk>/roster.xlsx", roster.RosterXlsx.as_view(), name="roster_xlsx"),
    path("roster/<int:pk>/roster.pdf", roster.RosterPdf.as_view(), name="roster_pdf"),
    path("<int:pk>/", enrolment.EnrolmentPage.as_view(), name="enrolment"),
    path("<int:pk>/form/", filling.FormPage.as_view(), name="form"),
    path("<int:pk>/history/", filling.HistoryPage.as_view(), name="history"),
    path("<int:pk>/uploads/", uploads.UploadsPage.as_view(), name="uploads"),
    path("<int:pk>/check/", filling.CheckPage.as_view(), name="check"),
    path("<int:pk>/discard/", filling.DiscardPage.as_view(), name="discard"),
    path("<int:pk>/form.pdf", papers.FormPdf.as_view(), name="form_pdf"),
    path("<int:pk>/form.docx", papers.FormDocx.as_view(), name="form_docx"),
    path("<int:pk>/<str:transition>/", enrolment.EnrolmentTransition.as_view(), name="transition"),
]
