"""Addresses of papers at the station, and of supervisors sent."""

from django.urls import path

from exams.views import draws, papers, supervision

urlpatterns = [
    path("supervision/", supervision.SupervisionList.as_view(), name="supervision"),
    path("supervision/draws/", draws.DrawList.as_view(), name="supervision_draws"),
    path("supervision/draws/new/", draws.DrawNew.as_view(), name="supervision_draw"),
    path("supervision/draws/<int:pk>/", draws.DrawPage.as_view(), name="supervision_draw_page"),
    path("supervision/draws/<int:pk>/export/", draws.DrawExport.as_view(), name="supervision_draw_export"),
    path("supervision/batch/<int:pk>/", supervision.SupervisionAssign.as_view(), name="supervision_assign"),
    path(
        "supervision/assignments/<int:pk>/",
        supervision.AssignmentPage.as_view(),
        name="supervision_assignment",
    ),
    path(
        "supervision/assignments/<int:pk>/<str:transition>/",
        supervision.AssignmentMove.as_view(),
        name="supervision_move",
    ),
    path("papers/keepers/", papers.Keepers.as_view(), name="paper_keepers"),
    path("papers/trace/", papers.Trace.as_view(), name="paper_trace"),
    path("papers/<int:pk>/", papers.UsePage.as_view(), name="paper_use"),
    path("papers/<int:pk>/sign/", papers.Sign.as_view(), name="paper_sign"),
    path("papers/<int:pk>/<str:part>/<str:size>/", papers.Download.as_view(), name="paper_download"),
]
