"""The roster of managers of exam affairs (考务管理人员)."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property

from accounts.rights import Perm, Role
from accounts.views.base import ScopedDetailView
from documents.xlsx import render_xlsx
from examiners.forms.officers import ManagerFilter
from examiners.models import Manager
from examiners.officer_sheets import MANAGERS, manager_sheet
from examiners.selectors import sees_phones
from examiners.views.officers import EndTerm, RenewTerm, TermList
from ostami import clock
from ostami.downloads import XLSX, file_response

PROVINCE = "station__organisation__province"


class ManagerList(TermList):
    """The managers in scope: a station's own, all under management, those of a branch's province."""

    permission = Perm.EXAMINER_VIEW
    model = Manager
    template_name = "examiners/managers.html"

    @cached_property
    def filter_form(self) -> ManagerFilter:
        """The filters as they stand in the address."""
        seen = Manager.objects.visible_to(self.actor).exclude(**{PROVINCE: ""})
        provinces = seen.order_by(PROVINCE).values_list(PROVINCE, flat=True).distinct()
        one_station = self.actor.role == Role.STATION
        return ManagerFilter(self.request.GET, provinces=provinces, one_station=one_station)

    def get_queryset(self) -> QuerySet[Any]:
        """Join the stations, and go by the station's province."""
        managers = super().get_queryset().select_related("station__organisation")
        province = self.filter_form.cleaned_data.get("province")
        return managers.filter(**{PROVINCE: province}) if province else managers

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whether the person sees one station alone."""
        return super().get_context_data(one_station=self.actor.role == Role.STATION, **kwargs)


class ManagerExport(ManagerList):
    """The whole list as a workbook, with the filters of the page."""

    permission = Perm.EXAMINER_VIEW

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hand the file out."""
        sheet = manager_sheet(self.get_queryset(), on=self.today, phones=sees_phones(self.actor))
        return file_response(render_xlsx(sheet), f"{MANAGERS} {self.today}.xlsx", XLSX)


class ManagerPage(ScopedDetailView):
    """One manager with the history of the appointment."""

    permission = Perm.EXAMINER_VIEW
    model = Manager
    template_name = "examiners/manager.html"
    context_object_name = "manager"

    def get_queryset(self) -> QuerySet[Any]:
        """Join the station."""
        return super().get_queryset().select_related("station__organisation")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the appointment is today, and what the person who asks may see and do."""
        return super().get_context_data(
            state=self.object.state_on(clock.today()),
            sees_phone=sees_phones(self.actor),
            may_edit=self.actor.has_right(Perm.EXAMINER_EDIT),
            **kwargs,
        )


class ManagerRenew(RenewTerm):
    """Renew a manager's appointment."""

    permission = Perm.EXAMINER_EDIT
    model = Manager
    heading = "续期管理人员资格"


class ManagerEnd(EndTerm):
    """End a manager's appointment."""

    permission = Perm.EXAMINER_EDIT
    model = Manager
    heading = "终止管理人员资格"
