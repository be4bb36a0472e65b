"""The trades of an application: found in the catalogue, then provided with equipment and examiners."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.forms import ConfirmForm
from ostami import clock, policy
from ostami.problems import Problem
from scope_catalog.models import Trade
from stations.completeness import trade_problems
from stations.forms.registry import TradeSearch
from stations.forms.trades import AddTradeForm, RequestedTradeForm
from stations.models import ApplicationKind, RequestedTrade
from stations.sections import Section
from stations.services.trades import change_request, remove_trade, request_trade
from stations.trade_choice import choosable_trades, held_levels, labelled, level_choice, offers_of
from stations.views.applications.base import DraftView

RESULTS_MAX = 50


class TradesView(DraftView):
    """A page of the section of trades."""

    abstract = True
    section = Section.TRADES

    @property
    def reduces(self) -> bool:
        """Whether trades are given up."""
        return self.object.kind == ApplicationKind.SCOPE_REDUCTION

    @property
    def list_address(self) -> str:
        """The page that lists the trades."""
        return reverse("station_applications:trades", kwargs={"pk": self.object.pk})

    def problems_of(self, *trades: RequestedTrade) -> list[tuple[RequestedTrade, list[Problem]]]:
        """Return each requested trade with what it lacks."""
        held, today = held_levels(self.object), clock.today()
        return [(one, list(trade_problems(self.object, one, held=held, today=today))) for one in trades]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whether trades are given up."""
        return super().get_context_data(**{"reduces": self.reduces, **kwargs})


class TradesPage(TradesView):
    """What is asked for, ascending by code, and the search for more."""

    form_class = AddTradeForm
    template_name = "stations/applications/trades.html"
    heading = Section.TRADES.label

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the trades asked for, each with what it lacks, and what the search finds."""
        search = TradeSearch(self.request.GET)
        word = search.cleaned_data["q"].strip() if search.is_valid() else ""
        found = self._found(word)
        chosen = self.object.trades.select_related("trade__occupation")
        return super().get_context_data(
            **{
                "chosen": self.problems_of(*chosen.prefetch_related("equipment", "examiners")),
                "search": search,
                "word": word,
                "total": found.count(),
                "offers": offers_of(self.object, found[:RESULTS_MAX]),
                **kwargs,
            }
        )

    def form_invalid(self, form: AddTradeForm) -> HttpResponse:
        """Show the page again with the levels ticked as they were."""
        asked = {"asked_trade": form.asked_trade, "asked_levels": form.asked_levels}
        return self.render_to_response(self.get_context_data(form=form, **asked), status=422)

    def _found(self, word: str) -> Any:
        """Return the trades found; what a station could give up shows without a search, too."""
        trades = choosable_trades(self.object, on=clock.today())
        return trades.search(word) if word or self.reduces else Trade.objects.none()

    def act(self, form: AddTradeForm) -> str:
        """Ask for the trade, and go on to what it needs."""
        requested = request_trade(
            application=self.object,
            actor=self.actor,
            trade=form.cleaned_data["trade"],
            levels=form.cleaned_data["levels"],
            today=clock.today(),
        )
        messages.success(self.request, f"已增加“{requested.trade.code_and_name}”。")
        if self.reduces:
            return self.list_address
        return reverse("station_applications:trade", kwargs={"pk": self.object.pk, "item": requested.pk})


class OneTradeView(TradesView):
    """A page on one requested trade."""

    abstract = True

    @cached_property
    def requested(self) -> RequestedTrade:
        """The trade that the address names."""
        own = self.object.trades.select_related("trade__occupation", "application__organisation")
        return get_object_or_404(own, pk=self.kwargs["item"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the trade, and what it lacks as it is stored."""
        ((requested, problems),) = self.problems_of(self.requested)
        return super().get_context_data(**{"requested": requested, "problems": problems, **kwargs})


class TradePage(OneTradeView):
    """A requested trade's levels, equipment and examiners."""

    form_class = RequestedTradeForm
    template_name = "stations/applications/trade.html"
    heading = "申请工种的等级、设备和考评员"
    submit_label = "保存"

    @cached_property
    def choice(self) -> Any:
        """The levels to choose from."""
        trade = self.requested.trade
        return level_choice(self.object, trade, held_levels(self.object).get(trade.pk, ""))

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the trade and its levels to the form."""
        facts = super().get_form_kwargs()
        del facts["application"]
        return {**facts, "requested": self.requested, "choice": self.choice}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the levels that the station has."""
        held = [label for _, label in labelled(self.requested.trade, self.choice.held)]
        limits = {"least": policy.EXAMINERS_PER_TRADE, "most": policy.EXAMINER_MAX_TRADES}
        return super().get_context_data(**{"held": held, **limits, **kwargs})

    def act(self, form: RequestedTradeForm) -> str:
        """Store the choice; tell at once what is still lacking."""
        saved = change_request(requested=self.requested, actor=self.actor, **form.cleaned_data)
        ((_, problems),) = self.problems_of(saved)
        messages.success(self.request, f"“{saved.trade.code_and_name}”已保存。")
        for problem in problems:
            messages.warning(self.request, str(problem))
        return self.list_address


class TradeRemove(OneTradeView):
    """Take a trade out of the application."""

    form_class = ConfirmForm
    template_name = "stations/applications/trade_remove.html"
    heading = "删除申请工种"
    submit_label = "确认删除"

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form asks nothing."""
        facts = super().get_form_kwargs()
        del facts["application"]
        return facts

    def act(self, form: ConfirmForm) -> str:
        """Take it out."""
        name = self.requested.trade.code_and_name
        remove_trade(requested=self.requested, actor=self.actor)
        messages.success(self.request, f"已删除“{name}”。")
        return self.list_address
