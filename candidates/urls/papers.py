"""Addresses of the personal form and of uploaded pictures."""

from django.urls import path

from candidates.views import papers, stamped_forms

urlpatterns = [
    path("blank-form.pdf", papers.BlankFormPdf.as_view(), name="blank_form_pdf"),
    path("uploads/<int:pk>/", papers.UploadFile.as_view(), name="upload_file"),
    path("f/<str:form_code>/", stamped_forms.FormByCode.as_view(), name="form_by_code"),
    path("<int:pk>/stamped/", stamped_forms.StampedForm.as_view(), name="stamped_form"),
    path("<int:pk>/form.pdf", papers.FormPdf.as_view(), name="form_pdf"),
    path("<int:pk>/form.docx", papers.FormDocx.as_view(), name="form_docx"),
]
