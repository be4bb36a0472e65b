"""The list of parcels."""

from typing import Any

from django.db.models import Count, QuerySet
from django.utils.functional import cached_property

from accounts.rights import Perm
from accounts.views.lists import FilteredListView
from certificates.filters import ShipmentFilter
from certificates.models import Shipment
from certificates.posting.shipping import batches_to_ship


class ShipmentList(FilteredListView):
    """The parcels in scope, the newest first; to who posts, above them the batches that wait for it."""

    permission = Perm.SHIPMENT_VIEW
    model = Shipment
    template_name = "certificates/posting/list.html"

    @cached_property
    def filter_form(self) -> ShipmentFilter:
        """The filters as they stand in the address."""
        return ShipmentFilter(self.request.GET, actor=self.actor)

    def get_queryset(self) -> QuerySet[Any]:
        """Return what the filters leave, with what a line names."""
        found = self.filter_form.narrow(super().get_queryset())
        counted: QuerySet[Any] = found.annotate(number_of_certificates=Count("certificates"))
        return counted.select_related("batch__station__organisation").order_by("-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the batches to post."""
        found = batches_to_ship(self.actor).select_related("station__organisation")
        to_ship = list(found.order_by("exam_date", "pk")) if self.actor.has_right(Perm.SHIP) else []
        return super().get_context_data(to_ship=to_ship, **kwargs)
