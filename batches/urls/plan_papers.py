"""Addresses of tables of plans: list, import, print, sums, approval of many; below ``plans/``."""

from django.urls import path

from batches.views import plan_bulk, plan_import, plan_list, plan_papers, plan_sums

urlpatterns = [
    path("", plan_list.PlanList.as_view(), name="plans"),
    path("sums/", plan_sums.PlanSumsPage.as_view(), name="plan_sums"),
    path("sums.xlsx", plan_sums.PlanSumsExport.as_view(), name="plan_sums_xlsx"),
    path("approve/", plan_bulk.ApprovePlans.as_view(), name="plan_bulk"),
    path("<int:pk>/import/", plan_import.PlanImport.as_view(), name="plan_import"),
    path("<int:pk>/plan.pdf", plan_papers.PlanPdf.as_view(), name="plan_pdf"),
    path("<int:pk>/plan.xlsx", plan_papers.PlanXlsx.as_view(), name="plan_xlsx"),
]
