"""Slips: sending one, looking at one, withdrawing one."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import ScopedFormView, ScopedObjectView
from certificates.models import Remittance, Settlement
from certificates.settlement.balance import balance_of
from certificates.settlement.forms import SlipForm, WithdrawForm
from certificates.settlement.guards import payable
from certificates.settlement.slips import add_slip, not_withdrawable, withdraw_slip
from certificates.settlement.views import JOINED
from documents.views.uploads import UploadView
from ostami.downloads import PDF, file_response, picture_response


class SlipNew(UploadView):
    """Send a slip."""

    permission = Perm.SETTLEMENT_PAY
    model = Settlement
    form_class = SlipForm
    context_object_name = "settlement"
    template_name = "certificates/settlement/slip_new.html"
    heading = "上传汇款单"
    submit_label = "上传并提交管理站"
    done = "已上传汇款单，由管理站确认。"
    request_megabytes = 12
    too_much_remedy = "请先压缩图片或拆分文件。"

    def get_queryset(self) -> QuerySet[Any]:
        """Join what the page names."""
        return super().get_queryset().select_related(*JOINED)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the money, and why nothing can be paid."""
        return super().get_context_data(
            balance=balance_of(self.object), blocked=list(payable(self.object)), **kwargs
        )

    def act(self, form: SlipForm) -> str:
        """Store it, and go back to the settlement."""
        add_slip(
            settlement=self.object,
            facts=form.facts,
            file=form.cleaned_data["file"],
            actor=self.actor,
            at=arrived_at(self.request),
        )
        return self.object.get_absolute_url()  # type: ignore[no-any-return]  # of the view's own row


class SlipFile(ScopedObjectView):
    """A slip's file: a picture to be seen, a PDF to be saved; of a withdrawn one too."""

    permission = Perm.SETTLEMENT_VIEW
    model = Settlement

    def get(self, request: HttpRequest, pk: int, slip: int) -> HttpResponse:
        """Hand it out."""
        row: Remittance = get_object_or_404(self.get_object().remittances, pk=slip)
        with row.file.open() as file:
            content = file.read()
        if row.content_type == PDF:
            return file_response(content, row.name, PDF)
        return picture_response(content, row.name, row.content_type)


class SlipWithdraw(ScopedFormView):
    """Withdraw a slip, with the reason."""

    permission = Perm.SETTLEMENT_PAY
    model = Settlement
    form_class = WithdrawForm
    context_object_name = "settlement"
    template_name = "certificates/settlement/slip_withdraw.html"
    heading = "作废汇款单"
    submit_label = "作废"
    done = "已作废汇款单。"

    def get_queryset(self) -> QuerySet[Any]:
        """Join what the page names."""
        return super().get_queryset().select_related(*JOINED)

    @property
    def slip(self) -> Remittance:
        """The slip that the address names."""
        found: Remittance = get_object_or_404(self.object.remittances, pk=self.kwargs["slip"])
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the slip, and why it can't be withdrawn."""
        slip = self.slip
        return super().get_context_data(
            slip=slip, blocked=list(not_withdrawable(self.object, slip)), **kwargs
        )

    def act(self, form: WithdrawForm) -> str:
        """Withdraw it, and go back to the settlement."""
        withdraw_slip(
            slip=self.slip,
            reason=form.cleaned_data["reason"],
            actor=self.actor,
            at=arrived_at(self.request),
        )
        return self.object.get_absolute_url()  # type: ignore[no-any-return]  # of the view's own row
