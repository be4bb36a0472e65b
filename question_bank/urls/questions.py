"""Addresses of questions."""

from django.urls import path

from question_bank.views import question_pictures, question_writing, questions

urlpatterns = [
    path("", questions.QuestionList.as_view(), name="questions"),
    path("new/", question_writing.QuestionNew.as_view(), name="question_new"),
    path("<int:pk>/", questions.QuestionPage.as_view(), name="question"),
    path("<int:pk>/edit/", question_writing.QuestionEdit.as_view(), name="question_edit"),
    path("<int:pk>/version/", question_writing.QuestionVersion.as_view(), name="question_version"),
    path("<int:pk>/discard/", question_writing.QuestionDiscard.as_view(), name="question_discard"),
    path("<int:pk>/pictures/new/", question_pictures.PictureNew.as_view(), name="question_picture_new"),
    path(
        "<int:pk>/pictures/<int:picture>/", question_pictures.PictureView.as_view(), name="question_picture"
    ),
    path(
        "<int:pk>/pictures/<int:picture>/delete/",
        question_pictures.PictureDelete.as_view(),
        name="question_picture_delete",
    ),
    path("<int:pk>/<str:transition>/", questions.QuestionMove.as_view(), name="question_transition"),
]
