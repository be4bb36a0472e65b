"""Addresses of requests for correction."""

from django.urls import path

from candidates.views import corrections

urlpatterns = [
    path("", corrections.CorrectionList.as_view(), name="corrections"),
    path("new/<int:pk>/", corrections.CorrectionChoice.as_view(), name="correction_new"),
    path("new/<int:pk>/<str:fact>/", corrections.CorrectionNew.as_view(), name="correction_value"),
    path("<int:pk>/", corrections.CorrectionPage.as_view(), name="correction"),
    path(
        "<int:pk>/<str:transition>/", corrections.CorrectionTransition.as_view(), name="correction_transition"
    ),
]
