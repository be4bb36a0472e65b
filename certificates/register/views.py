"""The public lookup (guide 2.6): one page for both schemes, and one for each."""

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from accounts.views.base import PublicMixin
from certificates.forms import LookupForm
from certificates.lookup import NUMBER_MAX, PublicCertificate, look_up
from certificates.register.asks import Ask, Verdict, take
from certificates.register.proof import new_challenge
from certificates.register.words import refusal
from ostami import clock
from ostami.senders import sender_of
from scope_catalog.choices import Scheme

HEADINGS = {
    "": "证书查询",
    Scheme.ABILITY: "职业能力证书查询",
    Scheme.SKILL_LEVEL: "职业技能等级证书查询",
}


@method_decorator(never_cache, name="dispatch")
class Lookup(PublicMixin, FormView[LookupForm]):
    """Look a certificate up: no address holds what is asked and answered; a QR code fills the number in.

    Attributes:
        scheme: whose certificates are looked among; those of both where it is empty.
    """

    template_name = "certificates/lookup.html"
    form_class = LookupForm
    scheme = ""

    def get_initial(self) -> dict[str, Any]:
        """Fill in the number that a QR code brings."""
        return {"number": self.request.GET.get("number", "")[:NUMBER_MAX]}

    def form_valid(self, form: LookupForm) -> HttpResponse:
        """Show what was found, above the form, within the budgets; beyond them ask for a computation."""
        proof = self.request.POST.get("proof", "")
        ask = take(form.query, sender=sender_of(self.request), at=clock.now(), proof=proof)
        return self._answered(form, ask) if ask.verdict is Verdict.OPEN else self._refused(form, ask)

    def form_invalid(self, form: LookupForm) -> HttpResponse:
        """Say what is missing."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the page's words and its scheme."""
        words = {"heading": HEADINGS[self.scheme], "scheme": self.scheme}
        return super().get_context_data(**{**words, **kwargs})

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Keep the page out of every index."""
        response = super().render_to_response(context, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def _answered(self, form: LookupForm, ask: Ask) -> HttpResponse:
        found: list[PublicCertificate] = look_up(form.query, scheme=self.scheme)
        ask.settle(answered=True, found=bool(found))
        return self.render_to_response(self.get_context_data(form=form, asked=True, found=found))

    def _refused(self, form: LookupForm, ask: Ask) -> HttpResponse:
        ask.settle(answered=False, found=False)
        now, sender = clock.now(), sender_of(self.request)
        form.add_error(None, str(refusal(ask, whole=form.query.is_whole, at=now)))
        asked = ask.verdict is Verdict.PROOF
        challenge = new_challenge(numbers=ask.numbers, sender=sender, at=now) if asked else None
        context = self.get_context_data(form=form, challenge=challenge)
        return self.render_to_response(context, status=HTTPStatus.TOO_MANY_REQUESTS)
