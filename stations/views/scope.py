"""Granting, changing and withdrawing scope."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from accounts.rights import Perm
from accounts.views.base import ScopedDetailView, ScopedFormView
from ostami import clock
from scope_catalog.models import Trade
from scope_catalog.selectors import trades_for_choice
from stations.forms.registry import TradeSearch
from stations.forms.scope import LevelsForm, ReasonForm
from stations.models import ScopeGrant, Station
from stations.selectors import live_grants
from stations.services.scope import change_levels, grant_scope, withdraw_scope

RESULTS_MAX = 50


class GrantSearch(ScopedDetailView):
    """First step of a grant: find the trade. Trades that the station has are shown as such."""

    permission = Perm.SCOPE_GRANT
    model = Station
    slug_field = "organisation__code"
    slug_url_kwarg = "code"
    template_name = "stations/grant_search.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the search and what it finds, each trade with the station's grant for it or None."""
        search = TradeSearch(self.request.GET)
        word = search.cleaned_data["q"].strip() if search.is_valid() else ""
        found = trades_for_choice(on=clock.today()).search(word) if word else Trade.objects.none()
        granted = {grant.trade_id: grant for grant in live_grants(self.object)}
        return super().get_context_data(
            search=search,
            word=word,
            total=found.count(),
            shown=[(trade, granted.get(trade.pk)) for trade in found[:RESULTS_MAX]],
            **kwargs,
        )


class GrantNew(ScopedFormView):
    """Second step of a grant: choose the levels."""

    permission = Perm.SCOPE_GRANT
    model = Station
    slug_field = "organisation__code"
    slug_url_kwarg = "code"
    form_class = LevelsForm
    template_name = "stations/grant.html"
    heading = "授予评价范围"
    submit_label = "确认授予"
    done = "评价范围已授予。"

    @cached_property
    def trade(self) -> Trade:
        """The trade that the address names; a retired one can't be granted."""
        return get_object_or_404(trades_for_choice(on=clock.today()), pk=self.kwargs["trade"])

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the trade to the form."""
        return {**super().get_form_kwargs(), "trade": self.trade}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the trade."""
        return super().get_context_data(**{"station": self.object, "trade": self.trade, **kwargs})

    def act(self, form: LevelsForm) -> str:
        """Grant, and go back to the station."""
        grant_scope(
            station=self.object,
            trade=self.trade,
            levels=form.cleaned_data["levels"],
            actor=self.actor,
            today=clock.today(),
        )
        return str(self.object.get_absolute_url())


class _GrantForm(ScopedFormView):
    """A form on one grant of the station in the address."""

    abstract = True
    permission = Perm.SCOPE_GRANT
    model = ScopeGrant
    template_name = "stations/grant.html"

    def get_queryset(self) -> QuerySet[Any]:
        """Return the station's grants in scope."""
        grants = super().get_queryset().filter(station__organisation__code=self.kwargs["code"])
        return grants.select_related("station__organisation", "trade__occupation")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add station and trade."""
        own = {"station": self.object.station, "trade": self.object.trade, "grant": self.object}
        return super().get_context_data(**{**own, **kwargs})


class GrantEdit(_GrantForm):
    """Change the levels of a grant."""

    form_class = LevelsForm
    heading = "修改等级"
    submit_label = "保存等级"
    done = "等级已修改。"

    def get_initial(self) -> dict[str, Any]:
        """Tick the present levels."""
        return {"levels": [int(level) for level in self.object.levels]}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the trade to the form."""
        return {**super().get_form_kwargs(), "trade": self.object.trade}

    def act(self, form: LevelsForm) -> str:
        """Change the levels, and go back to the station."""
        change_levels(
            grant=self.object, levels=form.cleaned_data["levels"], actor=self.actor, today=clock.today()
        )
        return str(self.object.station.get_absolute_url())


class GrantWithdraw(_GrantForm):
    """Withdraw a grant with a reason."""

    form_class = ReasonForm
    template_name = "stations/withdraw.html"
    heading = "撤销评价范围"
    submit_label = "确认撤销"
    done = "评价范围已撤销。"

    def act(self, form: ReasonForm) -> str:
        """Withdraw, and go back to the station."""
        withdraw_scope(
            grant=self.object, reason=form.cleaned_data["reason"], actor=self.actor, today=clock.today()
        )
        return str(self.object.station.get_absolute_url())
