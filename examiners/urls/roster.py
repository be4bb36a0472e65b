"""Addresses of examiners."""

from django.urls import path

from examiners.urls import officers
from examiners.views import acts, cards, importing, inviting, listing, own, short, transfers
from examiners.views import roster as views

app_name = "examiners"
urlpatterns = [
    path("", listing.ExaminerList.as_view(), name="list"),
    path("examiners.xlsx", listing.ExaminerExport.as_view(), name="export"),
    path("cards.pdf", cards.CardsPdf.as_view(), name="cards"),
    path("import/", importing.ExaminerImport.as_view(), name="import"),
    path("renew/", acts.RenewExaminers.as_view(), name="renew"),
    path("short/", short.ShortTrades.as_view(), name="short"),
    path("verify/<uuid:token>/", cards.VerifyCard.as_view(), name="verify"),
    path("new/", views.StationChoice.as_view(), name="new"),
    path("new/<str:code>/", views.ExaminerNew.as_view(), name="register"),
    path("<int:pk>/", views.ExaminerPage.as_view(), name="page"),
    path("<int:pk>/edit/", views.ExaminerEdit.as_view(), name="edit"),
    path("<int:pk>/end/", views.ExaminerEnd.as_view(), name="end"),
    path("<int:pk>/suspend/", acts.ExaminerSuspend.as_view(), name="suspend"),
    path("<int:pk>/resume/", acts.ExaminerResume.as_view(), name="resume"),
    path("<int:pk>/card.pdf", cards.CardPdf.as_view(), name="card"),
    path("<int:pk>/invite/", inviting.ExaminerInvite.as_view(), name="invite"),
    path("own/", own.OwnWork.as_view(), name="own"),
    path("own/data/", own.OwnData.as_view(), name="own_data"),
    path("own/card/", own.OwnCard.as_view(), name="own_card"),
    path("transfers/", transfers.TransferList.as_view(), name="transfers"),
    path("transfers/new/", transfers.TransferNew.as_view(), name="transfer_new"),
    path("transfers/<int:pk>/", transfers.TransferPage.as_view(), name="transfer"),
    path("transfers/<int:pk>/<str:transition>/", transfers.TransferMove.as_view(), name="transfer_move"),
    *officers.urlpatterns,
]
