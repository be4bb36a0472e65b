"""Addresses of supervision reports, and of the letters that announce a supervision."""

from django.urls import path

from exams.views import supervision_papers as papers
from exams.views import supervision_photos as photos
from exams.views import supervision_reports as reports
from exams.views import supervision_writing as writing

REPORT = "supervision/reports/<int:pk>/"
ASSIGNMENT = "supervision/assignments/<int:pk>/"

urlpatterns = [
    path("supervision/reports/", reports.ReportList.as_view(), name="supervision_reports"),
    path(REPORT, reports.ReportPage.as_view(), name="supervision_report"),
    path(f"{REPORT}fill/", writing.ReportFill.as_view(), name="supervision_report_fill"),
    path(f"{REPORT}rectification/", writing.Rectify.as_view(), name="rectification"),
    path(f"{REPORT}report.pdf", papers.ReportPdf.as_view(), name="supervision_report_pdf"),
    path(f"{REPORT}report.docx", papers.ReportDocx.as_view(), name="supervision_report_docx"),
    path(f"{REPORT}photos/", photos.ReportPhotos.as_view(), name="supervision_photos"),
    path(f"{REPORT}photos/<int:photo>/", photos.PhotoView.as_view(), name="supervision_photo"),
    path(
        f"{REPORT}photos/<int:photo>/delete/",
        photos.ReportPhotoDelete.as_view(),
        name="supervision_photos_delete",
    ),
    path(
        f"{REPORT}rectification/photos/",
        photos.RectificationPhotos.as_view(),
        name="rectification_photos",
    ),
    path(
        f"{REPORT}rectification/photos/<int:photo>/delete/",
        photos.RectificationPhotoDelete.as_view(),
        name="rectification_photos_delete",
    ),
    path(f"{REPORT}<str:transition>/", reports.ReportMove.as_view(), name="supervision_report_move"),
    path(f"{ASSIGNMENT}report/", writing.ReportBegin.as_view(), name="supervision_report_begin"),
    path(f"{ASSIGNMENT}letter.pdf", papers.AssignmentLetter.as_view(), name="assignment_letter"),
    path("supervision/batch/<int:pk>/letter.pdf", papers.BatchLetter.as_view(), name="supervision_letter"),
]
