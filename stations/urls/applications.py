"""Addresses of station applications."""

from django.urls import path

from stations.views.applications import (
    checking,
    equipment,
    files,
    moving,
    pages,
    papers,
    people,
    registration,
    sections,
    starting,
    trades,
)

app_name = "station_applications"
urlpatterns = [
    path("", pages.ApplicationList.as_view(), name="list"),
    path("register/", registration.Register.as_view(), name="register"),
    path("register/sent/", registration.Registered.as_view(), name="registered"),
    path("register/confirm/<str:token>/", registration.Confirm.as_view(), name="confirm"),
    path("new/", starting.New.as_view(), name="new"),
    path("new/<str:kind>/", starting.Start.as_view(), name="start"),
    path("empty.pdf", papers.EmptyPdf.as_view(), name="empty_pdf"),
    path("empty.docx", papers.EmptyDocx.as_view(), name="empty_docx"),
    path("<int:pk>/", pages.ApplicationPage.as_view(), name="page"),
    path("<int:pk>/host/", sections.HostPage.as_view(), name="host"),
    path("<int:pk>/premises/", sections.PremisesPage.as_view(), name="premises"),
    path("<int:pk>/reason/", sections.ReasonPage.as_view(), name="reason"),
    path("<int:pk>/files/", files.FilesPage.as_view(), name="files"),
    path("<int:pk>/files/<int:file>/", files.FileView.as_view(), name="file"),
    path("<int:pk>/files/<int:file>/delete/", files.FileDelete.as_view(), name="file_delete"),
    path("<int:pk>/people/", people.PeoplePage.as_view(), name="people"),
    path("<int:pk>/equipment/", equipment.EquipmentPage.as_view(), name="equipment"),
    path("<int:pk>/equipment/import/", equipment.EquipmentImport.as_view(), name="equipment_import"),
    path("<int:pk>/trades/", trades.TradesPage.as_view(), name="trades"),
    path("<int:pk>/trades/<int:item>/", trades.TradePage.as_view(), name="trade"),
    path("<int:pk>/trades/<int:item>/remove/", trades.TradeRemove.as_view(), name="trade_remove"),
    path("<int:pk>/check/", checking.CheckPage.as_view(), name="check"),
    path("<int:pk>/discard/", starting.DiscardPage.as_view(), name="discard"),
    path("<int:pk>/form.pdf", papers.FormPdf.as_view(), name="form_pdf"),
    path("<int:pk>/form.docx", papers.FormDocx.as_view(), name="form_docx"),
    path("<int:pk>/changes/", pages.ApplicationChanges.as_view(), name="changes"),
    path("<int:pk>/<str:transition>/", moving.ApplicationMove.as_view(), name="move"),
]
