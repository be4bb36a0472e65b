"""Settlements: the list, one settlement with its slips, and its moves."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property

from accounts.middleware import arrived_at
from accounts.rights import Perm, Role
from accounts.views.base import ScopedDetailView, ScopedObjectView
from accounts.views.lists import FilteredListView
from batches.models import Batch
from certificates.models import Settlement, SettlementStatus
from certificates.settlement.balance import balance_of
from certificates.settlement.bills import people_of
from certificates.settlement.forms import MoveForm, SettlementFilter
from certificates.settlement.opening import open_for, recompute
from certificates.settlement.selectors import Entry, settlements_for, sums_of, years_of
from certificates.settlement.waiving import UNPAID
from ostami.problems import BlockedError
from workflow.views import TransitionView

JOINED = ("batch__station__organisation",)
SEVERAL_STATIONS = (Role.MANAGEMENT, Role.CENTRE, Role.BRANCH)


class SettlementList(FilteredListView):
    """Settlements in scope, the latest exam first, with what they add up to."""

    permission = Perm.SETTLEMENT_VIEW
    model = Settlement
    template_name = "certificates/settlement/list.html"

    @cached_property
    def filter_form(self) -> SettlementFilter:
        """The filters as they stand in the address."""
        several = self.actor.role in SEVERAL_STATIONS
        return SettlementFilter(self.request.GET, years=years_of(self.actor), by_station=several)

    def get_queryset(self) -> QuerySet[Any]:
        """Return the settlements that the filters leave."""
        return settlements_for(self.actor, self.filter_form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the page's entries, and the sums of all."""
        context = super().get_context_data(**kwargs)
        entries = [Entry.of(row) for row in context["object_list"]]
        sums = sums_of(map(Entry.of, self.get_queryset()))
        return {**context, "entries": entries, "sums": sums}


class SettlementPage(ScopedDetailView):
    """One settlement: its lines, its slips, its actions, its history."""

    permission = Perm.SETTLEMENT_VIEW
    model = Settlement
    template_name = "certificates/settlement/page.html"
    context_object_name = "settlement"

    def get_queryset(self) -> QuerySet[Any]:
        """Join what the page names."""
        return super().get_queryset().select_related(*JOINED)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the money, the slips, and what the person may do."""
        settlement: Settlement = self.object
        unsettled = settlement.status != SettlementStatus.CONFIRMED
        return super().get_context_data(
            people=people_of(settlement),
            balance=balance_of(settlement),
            slips=settlement.remittances.select_related("added_by__staff_member"),
            pays=unsettled and self.actor.has_right(Perm.SETTLEMENT_PAY),
            recomputes=settlement.status in UNPAID and self.actor.has_right(Perm.SETTLEMENT_CONFIRM),
            **kwargs,
        )


class SettlementMove(TransitionView):
    """Hand in, confirm or question a payment; the page tells what is due and paid."""

    permission = Perm.SETTLEMENT_VIEW
    model = Settlement
    form_class = MoveForm
    template_name = "certificates/settlement/move.html"
    not_offered = frozenset({"waive", "recheck", "reopen"})

    def get_initial(self) -> dict[str, Any]:
        """Send along what the page shows of the money."""
        return {"seen": balance_of(self.object).token}

    def told(self, form: Any) -> dict[str, Any]:
        """Tell what the page showed."""
        return {"seen": form.cleaned_data["seen"]} if self.transition.name == "confirm" else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the money."""
        return super().get_context_data(balance=balance_of(self.object), **kwargs)


class SettlementRecompute(ScopedObjectView):
    """Compute a settlement anew that is open or questioned."""

    permission = Perm.SETTLEMENT_CONFIRM
    model = Settlement

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Compute it, and go back to it."""
        settlement: Settlement = self.get_object()
        try:
            recompute(settlement=settlement, actor=self.actor, at=arrived_at(request))
        except BlockedError as blocked:
            messages.error(request, str(blocked))
        else:
            messages.success(request, "已按考试日期的收费标准重新计算。")
        return redirect(settlement)


class SettlementOpen(ScopedObjectView):
    """Open the settlement of a batch that has none though its results are approved."""

    permission = Perm.SETTLEMENT_CONFIRM
    model = Batch

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Open it and go to it."""
        batch: Batch = self.get_object()
        try:
            made = open_for(batch=batch, actor=self.actor, at=arrived_at(request))
        except BlockedError as blocked:
            messages.error(request, str(blocked))
            return redirect(batch)
        if made is None:
            messages.info(request, "本批次没有合格考生，无须结算。")
        return redirect(made or batch)
