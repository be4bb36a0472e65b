"""The list of examiner applications, and an application's page."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.functional import cached_property

from accounts.rights import Perm
from accounts.views.base import ScopedDetailView
from accounts.views.lists import FilteredListView
from examiners.evidence_slots import slots_of
from examiners.forms.application_filter import OWN_ONLY, ApplicationFilter
from examiners.models import ApplicationTrade, Examiner, ExaminerApplication
from examiners.opinions import opinions_of
from examiners.queue import urgent_first, waiting_for, whose_turn
from examiners.rules.qualification import qualification
from examiners.tasks import tasks_of
from examiners.views.applications.base import JOINED
from ostami import clock

WITH_TRADES = Prefetch("trade_places", ApplicationTrade.objects.select_related("trade__occupation"))


class ApplicationList(FilteredListView):
    """Applications: those that wait for the person first, the longest waiting on top."""

    model = ExaminerApplication
    permission = Perm.EXAMINER_APPLICATION_VIEW
    template_name = "examiners/applications/list.html"
    context_object_name = "applications"

    @cached_property
    def filter_form(self) -> ApplicationFilter:
        """The filters as they stand in the address."""
        return ApplicationFilter(self.request.GET, actor=self.actor)

    def get_queryset(self) -> QuerySet[Any]:
        """Return the applications that the filters leave, with what a row shows."""
        found = super().get_queryset().filter(self.filter_form.condition())
        return urgent_first(found, user=self.actor).select_related(*JOINED).prefetch_related(WITH_TRADES)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whether the person puts people up, and whether several units are listed."""
        return super().get_context_data(
            may_apply=self.actor.has_right(Perm.EXAMINER_APPLY),
            several=self.actor.role not in OWN_ONLY,
            **kwargs,
        )


class ApplicationPage(ScopedDetailView):
    """One application: to its unit the way through it, to all the facts, the conditions and the opinions."""

    model = ExaminerApplication
    permission = Perm.EXAMINER_APPLICATION_VIEW
    template_name = "examiners/applications/page.html"
    context_object_name = "application"

    def get_queryset(self) -> QuerySet[Any]:
        """Join what the page shows."""
        entries = "training_entries__training"
        joined = super().get_queryset().select_related(*JOINED)
        return joined.prefetch_related(WITH_TRADES, "evidence", entries)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the form holds, where it stands, and what the person can do."""
        application: ExaminerApplication = self.object
        own = application.organisation_id == self.actor.organisation_id
        seen = Examiner.objects.visible_to(self.actor)
        fills_in = own and application.is_open and self.actor.has_right(Perm.EXAMINER_APPLY)
        return super().get_context_data(
            files=[slot.file for slot in slots_of(application) if slot.file],
            conditions=qualification(application, clock.today()),
            opinions=opinions_of(application),
            turn=whose_turn(application),
            fills_in=fills_in,
            tasks=tasks_of(application) if fills_in else [],
            sees_examiner=seen.filter(applications=application).exists(),
            acts=own or waiting_for(self.actor).filter(pk=application.pk).exists(),
            **kwargs,
        )
