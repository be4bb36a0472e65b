"""Cards as a file, and the public page that a card's code leads to."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.generic import DetailView

from accounts.rights import Perm
from accounts.views.base import PortalView, PublicMixin, ScopedObjectView
from documents.handing_out import pdf_response
from documents.printed import Pdf
from examiners.listing import with_rows
from examiners.models import Examiner
from examiners.papers import card_pdf
from examiners.views.choosing import chosen_examiners
from ostami import clock
from ostami.addresses import public_address
from ostami.problems import BlockedError


def printed_cards(request: HttpRequest, examiners: list[Examiner]) -> Pdf:
    """Print cards whose codes lead to this portal.

    Raises:
        BlockedError: nobody, or too many.
    """
    addresses = {one.pk: public_address(request, verify_path(one)) for one in examiners}
    return card_pdf(examiners, addresses=addresses, on=clock.today())


def verify_path(examiner: Examiner) -> str:
    """Return the address of the public page on an examiner's card."""
    return reverse("examiners:verify", kwargs={"token": examiner.card_token})


class CardPdf(ScopedObjectView):
    """One examiner's card."""

    permission = Perm.EXAMINER_VIEW
    model = Examiner

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand the file out."""
        examiner: Examiner = self.get_object(with_rows(self.get_queryset()))  # type: ignore[arg-type]  # of examiners
        return pdf_response(printed_cards(request, [examiner]), f"证卡 {examiner.certificate_number}.pdf")


class CardsPdf(PortalView):
    """The cards of many, one a page."""

    permission = Perm.EXAMINER_VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        """Hand the file out; lead back to the roster where nobody, or too many were chosen."""
        try:
            pdf = printed_cards(request, list(chosen_examiners(request, self.actor)))
        except BlockedError as blocked:
            messages.warning(request, str(blocked))
            return redirect("examiners:list")
        return pdf_response(pdf, f"考评员证卡 {clock.today()}.pdf")


class VerifyCard(PublicMixin, DetailView[Examiner]):
    """What a card says and whether it holds today, for whoever reads its code; nothing else."""

    queryset = with_rows(Examiner.objects.all())
    slug_field = "card_token"
    slug_url_kwarg = "token"
    template_name = "examiners/verify.html"
    context_object_name = "examiner"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the appointment is today."""
        today = clock.today()
        return super().get_context_data(state=self.object.state_on(today), today=today, **kwargs)

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Answer freshly each time: no cache tells of yesterday's state."""
        response = super().render_to_response(context, **kwargs)
        patch_cache_control(response, private=True, no_store=True)
        return response
