"""The roster of supervisors (督导员): list, exports, page."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property

from accounts.rights import Perm
from accounts.views.base import ScopedDetailView
from documents.handing_out import pdf_response
from documents.pdf import render_pdf
from documents.sheets import TableSheet
from documents.xlsx import render_xlsx
from examiners.forms.officers import SupervisorFilter
from examiners.models import Supervisor
from examiners.officer_sheets import SUPERVISORS, supervisor_sheet
from examiners.services.inviting import login_state
from examiners.views.officers import TermList
from ostami import clock
from ostami.downloads import XLSX, file_response


class SupervisorList(TermList):
    """Management's supervisors; the centre sees all, stations and branches none."""

    permission = Perm.SUPERVISOR_VIEW
    model = Supervisor
    template_name = "examiners/supervisors.html"

    @cached_property
    def filter_form(self) -> SupervisorFilter:
        """The filters as they stand in the address."""
        seen = Supervisor.objects.visible_to(self.actor).exclude(province="")
        provinces = seen.order_by("province").values_list("province", flat=True).distinct()
        return SupervisorFilter(self.request.GET, provinces=provinces)

    def get_queryset(self) -> QuerySet[Any]:
        """Join the stations, and go by the supervisor's own province."""
        supervisors = super().get_queryset().select_related("station__organisation", "user")
        province = self.filter_form.cleaned_data.get("province")
        return supervisors.filter(province=province) if province else supervisors

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whether the person may register."""
        return super().get_context_data(may_edit=self.actor.has_right(Perm.SUPERVISOR_EDIT), **kwargs)

    @property
    def sheet(self) -> TableSheet:
        """The whole list as data, with the filters of the page."""
        return supervisor_sheet(self.get_queryset(), on=self.today)


class SupervisorExport(SupervisorList):
    """The list as a workbook."""

    permission = Perm.SUPERVISOR_VIEW

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hand the file out."""
        return file_response(render_xlsx(self.sheet), f"{SUPERVISORS} {self.today}.xlsx", XLSX)


class SupervisorRoster(SupervisorList):
    """The list on paper."""

    permission = Perm.SUPERVISOR_VIEW

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hand the file out."""
        return pdf_response(render_pdf(self.sheet), f"{SUPERVISORS} {self.today}.pdf")


class SupervisorPage(ScopedDetailView):
    """One supervisor with the history of the appointment."""

    permission = Perm.SUPERVISOR_VIEW
    model = Supervisor
    template_name = "examiners/supervisor.html"
    context_object_name = "supervisor"

    def get_queryset(self) -> QuerySet[Any]:
        """Join the station and the login."""
        return super().get_queryset().select_related("station__organisation", "user", "organisation")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what appointment and login are today, and whether the person who asks may change them."""
        today = clock.today()
        return super().get_context_data(
            state=self.object.state_on(today),
            login=login_state(self.object, on=today),
            may_edit=self.actor.has_right(Perm.SUPERVISOR_EDIT),
            **kwargs,
        )
