"""Transfers: an examiner moves with the consent of both stations and of management."""

from typing import Any

from django.db.models import Case, QuerySet, When
from django.utils.functional import cached_property

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import PortalFormView, ScopedDetailView
from accounts.views.lists import FilteredListView
from examiners.forms.transfers import TransferFilter, TransferForm
from examiners.models import Transfer, TransferStatus
from examiners.rules.transferring import is_own_button
from examiners.services.moving import request_transfer
from stations.selectors import own_station
from workflow.lifecycle import available_transitions
from workflow.views import TransitionView

JOINED = ("examiner", "from_station__organisation", "to_station__organisation")
WAITING_FIRST = Case(
    When(status=TransferStatus.REQUESTED, then=0), When(status=TransferStatus.RELEASED, then=0), default=1
)


class TransferList(FilteredListView):
    """Transfers in scope, those that wait first."""

    model = Transfer
    permission = Perm.TRANSFER_VIEW
    template_name = "examiners/transfers.html"

    @cached_property
    def filter_form(self) -> TransferFilter:
        """The filters as they stand in the address."""
        asked = TransferFilter(self.request.GET)
        asked.is_valid()
        return asked

    def get_queryset(self) -> QuerySet[Any]:
        """Return the transfers that the filter leaves."""
        transfers = super().get_queryset().select_related(*JOINED)
        if status := self.filter_form.cleaned_data.get("status"):
            transfers = transfers.filter(status=status)
        return transfers.order_by(WAITING_FIRST, "-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whether the person asks for examiners."""
        return super().get_context_data(may_ask=self.actor.has_right(Perm.TRANSFER_CONSENT), **kwargs)


class TransferNew(PortalFormView):
    """Ask for an examiner of another station."""

    permission = Perm.TRANSFER_CONSENT
    form_class = TransferForm
    template_name = "examiners/transfer_new.html"
    heading = "申请调入考评员"
    submit_label = "提交申请"
    done = "调动申请已提交，待原考试站同意。"

    def act(self, form: TransferForm) -> str:
        """Ask, and go to the transfer."""
        asked = request_transfer(
            station=own_station(self.actor),
            actor=self.actor,
            at=arrived_at(self.request),
            **form.cleaned_data,
        )
        return asked.get_absolute_url()


class TransferPage(ScopedDetailView):
    """One transfer with its consents."""

    model = Transfer
    permission = Perm.TRANSFER_VIEW
    template_name = "examiners/transfer.html"
    context_object_name = "transfer"

    def get_queryset(self) -> QuerySet[Any]:
        """Join the examiner and both stations."""
        return super().get_queryset().select_related(*JOINED)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the buttons that are the person's own."""
        offered = available_transitions(self.object, self.actor)
        own = [one for one in offered if is_own_button(self.object, one.transition.name, self.actor)]
        return super().get_context_data(actions=own, **kwargs)


class TransferMove(TransitionView):
    """Move a transfer along."""

    model = Transfer
    permission = Perm.TRANSFER_VIEW
