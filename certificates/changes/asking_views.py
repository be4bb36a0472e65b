"""The page that asks for a certificate to be changed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import ScopedFormView
from certificates.changes.asking import ask_change, not_changeable
from certificates.changes.forms import ChangeForm, CorrectionOfCertificateForm
from certificates.changes.selectors import wrong_scores
from certificates.models import Certificate, ChangeKind

REASON_LENGTH = 300


class ChangeNew(ScopedFormView):
    """Ask for a certificate to be revoked, corrected, replaced or issued anew."""

    model = Certificate
    permission = Perm.CERTIFICATE_CHANGE_ASK
    template_name = "certificates/changes/new.html"
    submit_label = "提交申请"
    done = "申请已提交，等待指导中心审批。审批前证书保持不变。"

    @cached_property
    def kind(self) -> ChangeKind:
        """What the address asks for."""
        try:
            return ChangeKind(self.kwargs["kind"])
        except ValueError:
            raise Http404 from None

    def get_form_class(self) -> type[ChangeForm]:
        """A correction says what is right."""
        return CorrectionOfCertificateForm if self.kind == ChangeKind.CORRECT else ChangeForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, unless nothing can be asked for."""
        certificate = self.get_object()
        if problems := list(not_changeable(certificate, self.kind)):
            for problem in problems:
                messages.warning(request, str(problem))
            return redirect(certificate)
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """Begin the reason with what a review of the scores found."""
        if self.kind in {ChangeKind.REPLACE, ChangeKind.REISSUE}:
            return {}
        said = [
            f"成绩复查：{one.get_kind_display()}成绩有误。{one.answer}" for one in wrong_scores(self.object)
        ]
        return {"reason": "".join(said)[:REASON_LENGTH]}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the kind to the form."""
        return {**super().get_form_kwargs(), "kind": self.kind}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the certificate as printed, and what the reviews found."""
        return super().get_context_data(
            certificate=self.object,
            heading=f"申请{self.kind.label}证书",
            kind=self.kind,
            reviews=list(wrong_scores(self.object)),
            **kwargs,
        )

    def act(self, form: ChangeForm) -> str:
        """Ask, and go to the request."""
        made = ask_change(
            certificate=self.object,
            kind=self.kind,
            reason=form.cleaned_data["reason"],
            facts=form.facts,
            actor=self.actor,
            at=arrived_at(self.request),
        )
        return made.get_absolute_url()
