"""Which trades of a station have too few examiners on a day."""

from typing import Any

from django.utils.functional import cached_property

from accounts.rights import Perm, Role
from accounts.views.base import PortalTemplateView
from examiners.forms.listing import ShortForm
from examiners.selectors import short_trades
from ostami import clock
from ostami.policy import EXAMINERS_PER_TRADE
from stations.selectors import own_station


class ShortTrades(PortalTemplateView):
    """Count a station's valid examiners by trade, on today or any other day."""

    permission = Perm.EXAMINER_VIEW
    template_name = "examiners/short.html"

    @cached_property
    def form(self) -> ShortForm:
        """The station and the day as they stand in the address; today where none is named."""
        data = self.request.GET.copy()
        data.setdefault("on", str(clock.today()))
        own = self.actor.role == Role.STATION
        return ShortForm(data if own or "station" in data else None, actor=self.actor, initial=data.dict())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the trades, once station and day are known."""
        context = super().get_context_data(form=self.form, least=EXAMINERS_PER_TRADE, **kwargs)
        if self.form.is_valid():
            on = self.form.cleaned_data["on"]
            station = self.form.cleaned_data.get("station") or own_station(self.actor)
            found = short_trades(station=station, on=on)
            may_apply = self.actor.has_right(Perm.EXAMINER_APPLY)
            context |= {"station": station, "on": on, "found": found, "may_apply": may_apply}
        return context
