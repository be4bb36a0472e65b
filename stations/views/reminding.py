"""Reminding many stations at once: who would be reminded, then what became of each."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property

from accounts.forms import ConfirmForm
from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import PortalFormView
from ostami import clock
from stations.forms.managed import ManagedFilter
from stations.managed import managed_stations
from stations.models import ReminderKind, Station, StationQuerySet
from stations.reminders import Outcome, weigh
from stations.services.reminding import remind

ALL = "all"


class RemindStations(PortalFormView):
    """Show which stations a reminder would go to, and send it once that is confirmed.

    The address names them: ``which=all`` with the filters of the list, or one ``station`` code each.
    """

    permission = Perm.STATION_MANAGE
    form_class = ConfirmForm
    template_name = "stations/remind.html"

    @cached_property
    def kind(self) -> ReminderKind:
        """What the stations are reminded of."""
        asked = self.request.GET.get("kind", "")
        return ReminderKind(asked) if asked in ReminderKind.values else ReminderKind.LICENCE

    @cached_property
    def stations(self) -> StationQuerySet:
        """The stations in scope that were chosen."""
        asked: dict[str, Any] = {}
        if everything := self.request.GET.get("which") == ALL:
            mine = Station.objects.visible_to(self.actor)
            asked = ManagedFilter(self.request.GET, stations=mine).asked()
        found = managed_stations(actor=self.actor, asked=asked, on=clock.today())
        codes = self.request.GET.getlist("station")
        return found if everything else found.filter(organisation__code__in=codes)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what would be sent; lead back to the list where nobody was chosen."""
        if not self.stations.exists():
            messages.warning(request, "还没有选择考试站。请在名单中勾选，或提醒全部符合条件的考试站。")
            return redirect("stations:staff_list")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what would become, or became, of each station's reminder."""
        outcomes: list[Outcome] = kwargs.pop("outcomes", None) or weigh(
            self.stations, kind=self.kind, on=clock.today()
        )
        return super().get_context_data(
            kind=self.kind,
            outcomes=outcomes,
            ready=sum(outcome.is_ready for outcome in outcomes),
            sent=sum(outcome.is_sent for outcome in outcomes),
            **kwargs,
        )

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Send the reminders and show what became of each; nobody gets the same one twice a day."""
        outcomes = remind(
            stations=self.stations, kind=self.kind, actor=self.actor, at=arrived_at(self.request)
        )
        return self.render_to_response(self.get_context_data(form=form, outcomes=outcomes, finished=True))
