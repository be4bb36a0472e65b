"""The list of applications, an application's page, and what its resubmissions changed."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.functional import cached_property

from accounts.rights import Perm
from accounts.views.base import ScopedDetailView
from accounts.views.lists import FilteredListView
from ostami import clock
from stations.access import main_login
from stations.advice import attention_points
from stations.completeness import missing_parts
from stations.form_contents import category_of, requested_in_order
from stations.forms.application_filter import OWN_ONLY, ApplicationFilter
from stations.models import (
    ApplicationKind,
    ApplicationStatus,
    AttachmentKind,
    EquipmentUse,
    PersonRole,
    StationApplication,
)
from stations.opinions import opinions_of
from stations.queue import is_waiting_for, neighbours, urgent_first, whose_turn
from stations.tasks import tasks_of
from stations.versions import changes_since_last, resubmissions

JOINED = ("organisation__parent", "station__organisation")


class ApplicationList(FilteredListView):
    """Applications: those that wait for the person first, the longest waiting on top."""

    model = StationApplication
    permission = Perm.APPLICATION_VIEW
    template_name = "stations/applications/list.html"
    context_object_name = "applications"

    @cached_property
    def filter_form(self) -> ApplicationFilter:
        """The filters as they stand in the address."""
        return ApplicationFilter(self.request.GET, actor=self.actor)

    def get_queryset(self) -> QuerySet[Any]:
        """Return the applications that the filters leave, with what a row shows."""
        found = super().get_queryset().filter(self.filter_form.condition())
        return urgent_first(found, user=self.actor).select_related(*JOINED).annotate(asked=Count("trades"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whether the person applies."""
        return super().get_context_data(may_edit=self.actor.has_right(Perm.APPLICATION_EDIT), **kwargs)


class ApplicationMixin(ScopedDetailView):
    """A page on one application."""

    abstract = True
    model = StationApplication
    permission = Perm.APPLICATION_VIEW
    context_object_name = "application"

    def get_queryset(self) -> QuerySet[Any]:
        """Join the organisations."""
        return super().get_queryset().select_related(*JOINED)


class ApplicationPage(ApplicationMixin):
    """One application: to its applicant the way through it, to all others what was handed in."""

    template_name = "stations/applications/page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the form holds, where it stands, and what the person can do."""
        application: StationApplication = self.object
        fills_in = application.is_open and application.organisation_id == self.actor.organisation_id
        return super().get_context_data(
            category=category_of(application),
            requested=requested_in_order(application),
            people=_in_order(application.people.all(), "role", PersonRole.values),
            equipment=_in_order(application.equipment.all(), "use", EquipmentUse.values),
            files=_in_order(application.attachments.all(), "kind", AttachmentKind.values),
            opinions=opinions_of(application),
            changes=[] if application.is_open else changes_since_last(application),
            turn=whose_turn(application),
            fills_in=fills_in,
            tasks=tasks_of(application, today=clock.today()) if fills_in else [],
            opened=_opened(application),
            let_in=_let_in(application),
            may_open_login=self.actor.has_right(Perm.STATION_LOGIN),
            **self._for_deciders(application),
            **kwargs,
        )

    def _for_deciders(self, application: StationApplication) -> dict[str, Any]:
        """Return the person's queue, and what to weigh where it is the person's turn."""
        if self.actor.role in OWN_ONLY:
            return {"acts": application.organisation_id == self.actor.organisation_id}
        decides = is_waiting_for(application, self.actor)
        return {
            "acts": decides,
            "missing": missing_parts(application, today=clock.today()) if decides else [],
            "attention": attention_points(application) if decides else [],
            "neighbours": neighbours(application, user=self.actor),
        }


def _in_order(rows: Iterable[Any], name: str, order: list[str]) -> list[Any]:
    """Return rows in the order of their roles, uses or kinds, and as they were entered within each."""
    return sorted(rows, key=lambda one: order.index(getattr(one, name)))


def _opened(application: StationApplication) -> bool:
    """Tell whether the application's approval opened a station."""
    approved = application.status == ApplicationStatus.APPROVED
    return approved and application.kind == ApplicationKind.ESTABLISHMENT and application.station is not None


def _let_in(application: StationApplication) -> bool:
    """Tell whether the station that the approval opened has a password already."""
    login = main_login(application.station) if _opened(application) and application.station else None
    return login is not None and login.has_usable_password()


class ApplicationChanges(ApplicationMixin):
    """Every resubmission with what it changed."""

    template_name = "stations/applications/changes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the resubmissions."""
        return super().get_context_data(resubmissions=resubmissions(self.object), **kwargs)
