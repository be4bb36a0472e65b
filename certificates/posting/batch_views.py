"""Pages on the certificates of a batch: posting them, and handing them over."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.middleware import arrived_at
from accounts.rights import Perm, need
from accounts.views.base import ScopedFormView
from batches.models import Batch
from certificates.models import Certificate, CertificateQuerySet
from certificates.posting.forms import HandoverForm, ShipForm
from certificates.posting.guards import not_shippable
from certificates.posting.handing_over import hand_over, not_collected
from certificates.posting.shipping import Parcel, ship, unsent
from certificates.posting.whereabouts import where_of
from ostami import clock


class _OnBatch(ScopedFormView):
    """A form on certificates of one batch."""

    abstract = True
    model = Batch
    object: Batch

    @property
    def waiting(self) -> CertificateQuerySet:
        """The certificates to choose from."""
        raise NotImplementedError

    def get_queryset(self) -> QuerySet[Any]:
        """Join the station."""
        return super().get_queryset().select_related("station__organisation")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the certificates to the form."""
        return {**super().get_form_kwargs(), "waiting": self.waiting}


class Ship(_OnBatch):
    """Register a parcel with a batch's certificates."""

    permission = Perm.SHIP
    form_class = ShipForm
    template_name = "certificates/posting/ship.html"
    heading = "邮寄证书"
    submit_label = "登记邮寄件"
    done = "已登记邮寄件，考试站收到后在平台签收。"

    @property
    def waiting(self) -> CertificateQuerySet:
        """What wasn't posted yet."""
        return unsent(self.object)

    def get_initial(self) -> dict[str, Any]:
        """Suggest today."""
        return {"sent_on": clock.day_of(arrived_at(self.request))}

    def act(self, form: ShipForm) -> str:
        """Register the parcel and go to it."""
        told = dict(form.cleaned_data)
        certificates = list(told.pop("certificates"))
        parcel, at = Parcel(**told), arrived_at(self.request)
        made = ship(batch=self.object, certificates=certificates, parcel=parcel, actor=self.actor, at=at)
        return made.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what stands in the way, and whether anything is left to post."""
        return super().get_context_data(
            blocked=list(not_shippable(self.object)), anything=self.waiting.exists(), **kwargs
        )


class Handovers(_OnBatch):
    """Who has taken the certificate and who hasn't; the station ticks those that were taken."""

    permission = Perm.SHIPMENT_VIEW
    form_class = HandoverForm
    template_name = "certificates/posting/handovers.html"
    heading = "证书领取"
    submit_label = "登记领取"
    done = "已登记领取。"

    @cached_property
    def may_record(self) -> bool:
        """Whether the person hands certificates over."""
        return self.actor.has_right(Perm.SHIPMENT_RECEIVE)

    @property
    def waiting(self) -> CertificateQuerySet:
        """What lies at the station."""
        return not_collected(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Take what is sent from who hands certificates over; others only look."""
        if self.request.method == "POST":
            need(self.actor, Perm.SHIPMENT_RECEIVE)
        return super().get_form_kwargs()

    def get_initial(self) -> dict[str, Any]:
        """Suggest today."""
        return {"taken_on": clock.day_of(arrived_at(self.request))}

    def act(self, form: HandoverForm) -> str:
        """Record who took what, and stay here."""
        told = dict(form.cleaned_data)
        hand_over(
            certificates=list(told.pop("certificates")), actor=self.actor, at=arrived_at(self.request), **told
        )
        return reverse("certificates:handovers", kwargs={"pk": self.object.pk})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the certificates of the batch with where each is, those to be called in too."""
        mine = Certificate.objects.visible_to(self.actor).filter(enrolment__batch=self.object)
        out = mine.standing() | mine.exclude(shipments=None)
        rows = out.distinct().in_roster_order().prefetch_related("handovers", "shipments")
        return super().get_context_data(
            rows=[(one, where_of(one)) for one in rows],
            waiting=self.waiting.count(),
            may_record=self.may_record,
            **kwargs,
        )
