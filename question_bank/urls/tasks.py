"""Addresses of practical tasks; below ``tasks/``."""

from django.urls import path

from question_bank.views import task_files, task_upload, tasks

urlpatterns = [
    path("", tasks.TaskList.as_view(), name="tasks"),
    path("new/", task_upload.TaskNew.as_view(), name="task_new"),
    path("template/", task_files.TaskTemplate.as_view(), name="task_template"),
    path("<int:pk>/", tasks.TaskPage.as_view(), name="task"),
    path("<int:pk>/replace/", task_upload.TaskReplace.as_view(), name="task_replace"),
    path("<int:pk>/pdf/", task_files.TaskPdf.as_view(), name="task_pdf"),
    path("<int:pk>/docx/", task_files.TaskDocx.as_view(), name="task_docx"),
    path("<int:pk>/<str:transition>/", tasks.TaskTransition.as_view(), name="task_transition"),
]
