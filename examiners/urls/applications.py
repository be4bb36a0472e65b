"""Addresses of examiner applications."""

from django.urls import path

from examiners.views.applications import filling, moving, pages, papers, starting

app_name = "examiner_applications"
urlpatterns = [
    path("", pages.ApplicationList.as_view(), name="list"),
    path("new/", starting.New.as_view(), name="new"),
    path("empty.pdf", papers.EmptyPdf.as_view(), name="empty_pdf"),
    path("empty.docx", papers.EmptyDocx.as_view(), name="empty_docx"),
    path("class.pdf", papers.ClassPdf.as_view(), name="class_pdf"),
    path("<int:pk>/", pages.ApplicationPage.as_view(), name="page"),
    path("<int:pk>/form/", filling.FormPage.as_view(), name="form"),
    path("<int:pk>/files/", filling.FilesPage.as_view(), name="files"),
    path("<int:pk>/files/<int:file>/", filling.FileView.as_view(), name="file"),
    path("<int:pk>/files/<int:file>/delete/", filling.FileDelete.as_view(), name="file_delete"),
    path("<int:pk>/discard/", starting.DiscardPage.as_view(), name="discard"),
    path("<int:pk>/form.pdf", papers.FormPdf.as_view(), name="form_pdf"),
    path("<int:pk>/form.docx", papers.FormDocx.as_view(), name="form_docx"),
    path("<int:pk>/<str:transition>/", moving.ApplicationMove.as_view(), name="move"),
]
