"""Pages of parcels: the list, one parcel, its arrival or its end."""

from typing import Any

from django.db.models import QuerySet

from accounts.rights import Perm
from accounts.views.base import ScopedDetailView
from certificates.models import Shipment
from certificates.posting.forms import ReceiveForm
from certificates.posting.parcels import aboard
from certificates.posting.whereabouts import where_in
from workflow.forms import TransitionForm
from workflow.views import TransitionView


class ShipmentPage(ScopedDetailView):
    """One parcel: where it is, what lies in it, its history."""

    permission = Perm.SHIPMENT_VIEW
    model = Shipment
    template_name = "certificates/posting/shipment.html"
    context_object_name = "shipment"

    def get_queryset(self) -> QuerySet[Any]:
        """Join what the page names."""
        return super().get_queryset().select_related("batch__station__organisation", "sent_by__staff_member")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the certificates, each with what became of it, and those that weren't in it."""
        shipment: Shipment = self.object
        inside = shipment.certificates.visible_to(self.actor).in_roster_order()
        rows = [(one, where_in(one, shipment)) for one in inside.prefetch_related("handovers", "shipments")]
        missing = shipment.missing.visible_to(self.actor).in_roster_order()
        return super().get_context_data(rows=rows, missing=missing, **kwargs)


class ShipmentMove(TransitionView):
    """Confirm that a parcel arrived, and what wasn't in it; or cancel one that won't."""

    permission = Perm.SHIPMENT_VIEW
    model = Shipment

    @property
    def _receives(self) -> bool:
        return self.transition.name == "receive"

    def get_form_class(self) -> type[TransitionForm]:
        """At its arrival, what is missing can be ticked."""
        return ReceiveForm if self._receives else TransitionForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand what should lie in it to the form."""
        inside = {"inside": aboard(self.object).visible_to(self.actor)} if self._receives else {}
        return {**super().get_form_kwargs(), **inside}

    def told(self, form: TransitionForm) -> dict[str, Any]:
        """Say which certificates are missing."""
        return {"missing": list(form.cleaned_data["missing"])} if self._receives else {}
