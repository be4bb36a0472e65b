"""Addresses of fees, settlements and slips."""

from django.urls import path

from certificates.settlement import fee_views, slip_views, statement_views, views

SETTLEMENT = "settlements/<int:pk>/"
SLIP = f"{SETTLEMENT}slips/<int:slip>/"

urlpatterns = [
    path("fees/", fee_views.FeePage.as_view(), name="fees"),
    path("fees/new/", fee_views.FeeNew.as_view(), name="fee_new"),
    path("fees/<int:pk>/remove/", fee_views.FeeRemove.as_view(), name="fee_remove"),
    path("batch/<int:pk>/settlement/", views.SettlementOpen.as_view(), name="settlement_open"),
    path("settlements/", views.SettlementList.as_view(), name="settlements"),
    path("settlements/statement.xlsx", statement_views.StatementXlsx.as_view(), name="statement_xlsx"),
    path("settlements/statement.pdf", statement_views.StatementPdf.as_view(), name="statement_pdf"),
    path(SETTLEMENT, views.SettlementPage.as_view(), name="settlement"),
    path(f"{SETTLEMENT}slips/", slip_views.SlipNew.as_view(), name="slip_new"),
    path(SLIP, slip_views.SlipFile.as_view(), name="slip"),
    path(f"{SLIP}withdraw/", slip_views.SlipWithdraw.as_view(), name="slip_withdraw"),
    path(f"{SETTLEMENT}recompute/", views.SettlementRecompute.as_view(), name="settlement_recompute"),
    # Last: it takes any word.
    path(f"{SETTLEMENT}<str:transition>/", views.SettlementMove.as_view(), name="settlement_move"),
]
