"""An examiner's own pages: batches, data, card."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.rights import Perm
from accounts.views.base import PortalTemplateView, PortalView
from examiners.models import Examiner
from examiners.own import own_examiner
from examiners.papers import card_pdf
from ostami import clock
from ostami.addresses import public_address
from ostami.downloads import PDF, file_response


class OwnPage(PortalTemplateView):
    """A page on the own appointment."""

    abstract = True
    permission = Perm.OWN_APPOINTMENT

    @cached_property
    def examiner(self) -> Examiner:
        """The own appointment."""
        return own_examiner(self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the appointment and what it is today."""
        state = self.examiner.state_on(clock.today())
        return super().get_context_data(examiner=self.examiner, state=state, **kwargs)


class OwnWork(OwnPage):
    """The batches whose panel the examiner sits on, told by the apps above."""

    template_name = "examiners/own_work.html"


class OwnData(OwnPage):
    """What the roster says, to read: the station has it corrected."""

    template_name = "examiners/own_data.html"


class OwnCard(PortalView):
    """The own card as PDF."""

    permission = Perm.OWN_APPOINTMENT

    def get(self, request: HttpRequest) -> HttpResponse:
        """Hand the card out."""
        examiner = own_examiner(self.actor)
        address = reverse("examiners:verify", kwargs={"token": examiner.card_token})
        addresses = {examiner.pk: public_address(request, address)}
        card = card_pdf([examiner], addresses=addresses, on=clock.today())
        return file_response(card.content, f"考评员证卡_{examiner}.pdf", PDF)
