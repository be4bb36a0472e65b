"""Addresses of managers and supervisors, below those of examiners."""

from django.urls import path

from examiners.views import inviting, managers, supervision, supervisor_acts, supervisor_import, supervisors

urlpatterns = [
    path("managers/", managers.ManagerList.as_view(), name="managers"),
    path("managers/export/", managers.ManagerExport.as_view(), name="managers_export"),
    path("managers/<int:pk>/", managers.ManagerPage.as_view(), name="manager"),
    path("managers/<int:pk>/renew/", managers.ManagerRenew.as_view(), name="manager_renew"),
    path("managers/<int:pk>/end/", managers.ManagerEnd.as_view(), name="manager_end"),
    path("supervisors/", supervisors.SupervisorList.as_view(), name="supervisors"),
    path("supervisors/new/", supervisor_acts.SupervisorNew.as_view(), name="supervisor_new"),
    path("supervisors/import/", supervisor_import.SupervisorImport.as_view(), name="supervisors_import"),
    path("supervisors/export/", supervisors.SupervisorExport.as_view(), name="supervisors_export"),
    path("supervisors/roster/", supervisors.SupervisorRoster.as_view(), name="supervisors_roster"),
    path("supervisors/<int:pk>/", supervisors.SupervisorPage.as_view(), name="supervisor"),
    path("supervisors/<int:pk>/edit/", supervisor_acts.SupervisorEdit.as_view(), name="supervisor_edit"),
    path("supervisors/<int:pk>/renew/", supervisor_acts.SupervisorRenew.as_view(), name="supervisor_renew"),
    path("supervisors/<int:pk>/end/", supervisor_acts.SupervisorEnd.as_view(), name="supervisor_end"),
    path("supervisors/<int:pk>/invite/", inviting.SupervisorInvite.as_view(), name="supervisor_invite"),
    path("supervision/", supervision.OwnSupervision.as_view(), name="supervision"),
]
