"""Addresses of public pages and notices, and of the desk that edits them."""

from django.urls import path

from portal.views import texts, texts_desk, texts_history, texts_moves

app_name = "texts"
urlpatterns = [
    path("pages/", texts.Pages.as_view(), name="pages"),
    path("pages/<slug:slug>/", texts.PageText.as_view(), name="page"),
    path("notices/", texts.Notices.as_view(), name="notices"),
    path("notices/<int:pk>/", texts.Notice.as_view(), name="notice"),
    path("notices/<int:pk>/files/<int:file>/", texts.NoticeFile.as_view(), name="file"),
    path("texts/", texts_desk.Desk.as_view(), name="desk"),
    path("texts/new/", texts_desk.NoticeNew.as_view(), name="new"),
    path("texts/<int:pk>/", texts_history.DeskText.as_view(), name="text"),
    path("texts/<int:pk>/edit/", texts_desk.TextEdit.as_view(), name="edit"),
    path("texts/<int:pk>/files/<int:file>/", texts_history.DeskFile.as_view(), name="desk_file"),
    path("texts/<int:pk>/versions/<int:number>/", texts_history.Version.as_view(), name="version"),
    path(
        "texts/<int:pk>/versions/<int:number>/bring-back/",
        texts_history.BringBack.as_view(),
        name="bring_back",
    ),
    path("texts/<int:pk>/compare/", texts_history.Compare.as_view(), name="compare"),
    path("texts/<int:pk>/<slug:transition>/", texts_moves.TextMove.as_view(), name="move"),
]
