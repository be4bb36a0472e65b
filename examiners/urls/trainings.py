"""Addresses of trainings."""

from django.urls import path

from examiners.views.trainings import entering, lists, pages, results

app_name = "trainings"
urlpatterns = [
    path("", lists.TrainingList.as_view(), name="list"),
    path("new/", pages.TrainingNew.as_view(), name="new"),
    path("entries/<int:pk>/withdraw/", entering.WithdrawEntry.as_view(), name="withdraw"),
    path("<int:pk>/", pages.TrainingPage.as_view(), name="page"),
    path("<int:pk>/edit/", pages.TrainingEdit.as_view(), name="edit"),
    path("<int:pk>/enter/", entering.EnterPeople.as_view(), name="enter"),
    path("<int:pk>/results/", results.ResultsGrid.as_view(), name="results"),
    path("<int:pk>/results/import/", results.ResultsImport.as_view(), name="results_import"),
    path("<int:pk>/sign-in.pdf", pages.SignInSheet.as_view(), name="sign_in"),
    path("<int:pk>/<str:transition>/", pages.TrainingMove.as_view(), name="move"),
]
