"""What certificates cost: the page of fees, and setting and removing one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from accounts.rights import Perm
from accounts.views.base import PortalFormView, PortalTemplateView, PortalView
from certificates.models import Fee
from certificates.settlement.fees import fees_on, remove_fee, set_fees, used_fees
from certificates.settlement.forms import FeeForm
from ostami import clock
from ostami.problems import BlockedError
from scope_catalog.choices import Scheme
from scope_catalog.levels import Level


class FeePage(PortalTemplateView):
    """What a certificate costs today, and every fee that was or will be; to whoever pays too."""

    permission = Perm.SETTLEMENT_VIEW
    template_name = "certificates/settlement/fees.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add today's fees a scheme and level, and the table of all."""
        today, edits = clock.today(), self.actor.has_right(Perm.FEE_EDIT)
        current = {scheme: fees_on(scheme=scheme, day=today) for scheme in Scheme}
        rows, settled_by = Fee.objects.select_related("set_by__staff_member"), used_fees().in_bulk()
        return super().get_context_data(
            today=today,
            schemes=list(Scheme),
            current=[(level.label, [current[scheme].get(level) for scheme in Scheme]) for level in Level],
            fees=[(fee, edits and fee.pk not in settled_by) for fee in rows],
            edits=edits,
            **kwargs,
        )


class FeeNew(PortalFormView):
    """Set a fee from a day on."""

    permission = Perm.FEE_EDIT
    form_class = FeeForm
    template_name = "certificates/settlement/fee_new.html"
    heading = "设定收费标准"
    done = "已设定收费标准。"

    def act(self, form: FeeForm) -> str:
        """Set it, and go back to the table."""
        set_fees(**form.cleaned_data, actor=self.actor)
        return reverse("certificates:fees")


class FeeRemove(PortalView):
    """Remove a fee that no batch was settled by."""

    permission = Perm.FEE_EDIT

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Remove it, and go back to the table."""
        try:
            remove_fee(fee=get_object_or_404(Fee, pk=pk), actor=self.actor)
        except BlockedError as blocked:
            messages.error(request, str(blocked))
        else:
            messages.success(request, "已删除收费标准。")
        return redirect("certificates:fees")
