"""Staff's acts on one station's entry: changing it, suspending, resuming and closing."""

from typing import Any

from accounts.rights import Perm
from accounts.views.base import ScopedFormView
from stations.forms.entry import EntryForm, entry_of
from stations.models import Station
from stations.services.registry import change_registry
from workflow.views import TransitionView


class EntryEdit(ScopedFormView):
    """Change host, contact data and licence."""

    permission = Perm.STATION_MANAGE
    model = Station
    slug_field = "organisation__code"
    slug_url_kwarg = "code"
    form_class = EntryForm
    template_name = "stations/entry.html"
    heading = "修改登记"
    submit_label = "保存登记"
    done = "登记资料已保存。"

    def get_queryset(self) -> Any:
        """Join the organisation."""
        return super().get_queryset().select_related("organisation")

    def get_initial(self) -> dict[str, Any]:
        """Show what the registry says."""
        return entry_of(self.object)

    def act(self, form: EntryForm) -> str:
        """Store the entry, and go back to the station."""
        return change_registry(station=self.object, facts=form.facts(), actor=self.actor).get_absolute_url()


class StationMove(TransitionView):
    """Suspend, resume or close a station, with the reason."""

    permission = Perm.STATION_MANAGE
    model = Station
    slug_field = "organisation__code"
    slug_url_kwarg = "code"
