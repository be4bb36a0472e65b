"""Pages of former certificates: the list, one of them, and its revocation."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import ScopedDetailView, ScopedFormView
from accounts.views.lists import FilteredListView
from certificates.models import FormerCertificate, FormerRevocation, FormerRevocationStatus
from certificates.register.former_forms import FormerFilter, RevokeForm
from certificates.register.former_revoking import ask_to_revoke, not_revocable
from workflow.views import TransitionView


class FormerList(FilteredListView):
    """Former certificates by number, and above them the revocations that wait."""

    permission = Perm.FORMER_VIEW
    model = FormerCertificate
    template_name = "certificates/register/former_list.html"

    @cached_property
    def filter_form(self) -> FormerFilter:
        """The filters as they stand in the address."""
        return FormerFilter(self.request.GET)

    def get_queryset(self) -> QuerySet[Any]:
        """Return what the filters leave."""
        return self.filter_form.narrow(super().get_queryset()).order_by("number")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the revocations that wait, and whether the person brings certificates in."""
        waiting = FormerRevocation.objects.visible_to(self.actor).select_related("certificate")
        return super().get_context_data(
            waiting=waiting.filter(status=FormerRevocationStatus.REQUESTED),
            may_import=self.actor.has_right(Perm.FORMER_IMPORT),
            **kwargs,
        )


class FormerPage(ScopedDetailView):
    """One former certificate, and what was asked of it."""

    permission = Perm.FORMER_VIEW
    model = FormerCertificate
    template_name = "certificates/register/former_page.html"
    context_object_name = "certificate"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add its revocations, and whether another can be asked for."""
        certificate: FormerCertificate = self.object
        revocations = certificate.revocations.visible_to(self.actor)
        may_ask = not any(not_revocable(certificate))
        return super().get_context_data(revocations=revocations, may_ask=may_ask, **kwargs)


class FormerRevoke(ScopedFormView):
    """Ask for a former certificate to be revoked."""

    permission = Perm.FORMER_VIEW
    model = FormerCertificate
    form_class = RevokeForm
    template_name = "certificates/register/former_revoke.html"
    heading = "申请撤销历史证书"
    submit_label = "提交申请"
    done = "申请已提交，等待指导中心审批。审批前证书保持不变。"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, unless nothing can be asked for."""
        certificate = self.get_object()
        if problems := list(not_revocable(certificate)):
            for problem in problems:
                messages.warning(request, str(problem))
            return redirect(certificate)
        return super().get(request, *args, **kwargs)

    def act(self, form: RevokeForm) -> str:
        """Ask, and go to the request."""
        at, reason = arrived_at(self.request), form.cleaned_data["reason"]
        made = ask_to_revoke(certificate=self.object, reason=reason, actor=self.actor, at=at)
        return made.get_absolute_url()


class FormerRevocationPage(ScopedDetailView):
    """One revocation with its actions and its history."""

    permission = Perm.FORMER_VIEW
    model = FormerRevocation
    template_name = "certificates/register/former_revocation.html"
    context_object_name = "revocation"

    def get_queryset(self) -> QuerySet[Any]:
        """Join what the page names."""
        return super().get_queryset().select_related("certificate", "requested_by__staff_member")


class FormerRevocationMove(TransitionView):
    """Grant, refuse or withdraw a revocation."""

    permission = Perm.FORMER_VIEW
    model = FormerRevocation
