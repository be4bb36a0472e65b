"""Pages of the ledger of blanks."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import PortalFormView, PortalView, ScopedDetailView
from accounts.views.lists import FilteredListView
from certificates.blanks.balances import balances
from certificates.blanks.destroying import ask_to_destroy
from certificates.blanks.forms import CorrectForm, DestroyForm, EntryForm, LedgerFilter
from certificates.blanks.sheets import TITLE, ledger_sheet
from certificates.blanks.writing import enter, own_office
from certificates.models import BlankDestruction, BlankEntry, DestructionStatus
from documents.xlsx import render_xlsx
from ostami import clock
from ostami.downloads import XLSX, file_response
from workflow.views import TransitionView


class Ledger(FilteredListView):
    """The balances, the destructions that wait, and the lines of the ledger, the newest first."""

    permission = Perm.BLANKS
    model = BlankEntry
    template_name = "certificates/blanks/ledger.html"

    @cached_property
    def filter_form(self) -> LedgerFilter:
        """The filters as they stand in the address."""
        return LedgerFilter(self.request.GET)

    def get_queryset(self) -> QuerySet[Any]:
        """Return the lines that the filters leave."""
        rows: QuerySet[Any] = super().get_queryset().filter(**self.filter_form.asked())
        return rows.select_related("batch", "done_by__staff_member", "witness__staff_member")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add balances and destructions."""
        waiting = BlankDestruction.objects.visible_to(self.actor).filter(status=DestructionStatus.REQUESTED)
        return super().get_context_data(
            balances=balances(own_office(self.actor)),
            low_stock=settings.BLANK_LOW_STOCK,
            destructions=waiting.select_related("requested_by__staff_member", "witness__staff_member"),
            **kwargs,
        )


class LedgerXlsx(PortalView):
    """The whole ledger as a workbook."""

    permission = Perm.BLANKS

    def get(self, request: HttpRequest) -> HttpResponse:
        """Hand the file out."""
        today = clock.day_of(arrived_at(request))
        sheet = ledger_sheet(own_office(self.actor), on=today)
        return file_response(render_xlsx(sheet), f"{TITLE} {today}.xlsx", XLSX)


class EntryNew(PortalFormView):
    """Write a line."""

    permission = Perm.BLANKS
    form_class: type[EntryForm | CorrectForm] = EntryForm
    template_name = "certificates/blanks/form.html"
    heading = "登记空白证书"
    done = "已记入台账。"

    def act(self, form: EntryForm | CorrectForm) -> str:
        """Write it and return to the ledger."""
        enter(move=form.move_asked(), actor=self.actor, at=arrived_at(self.request))
        return reverse("certificates:blanks")


class CorrectionNew(EntryNew):
    """Put a balance right."""

    permission = Perm.BLANKS
    form_class = CorrectForm
    template_name = "certificates/blanks/correction.html"
    heading = "更正空白证书台账"


class DestructionNew(PortalFormView):
    """Ask to destroy spoiled blanks."""

    permission = Perm.BLANKS
    form_class = DestroyForm
    template_name = "certificates/blanks/form.html"
    heading = "申请销毁空白证书"
    submit_label = "提交申请"
    done = "已提交申请，监销人登录确认后记入台账。"

    def act(self, form: DestroyForm) -> str:
        """Ask, and go to the destruction."""
        made = ask_to_destroy(
            move=form.move_asked(),
            witness=form.cleaned_data["witness"],
            actor=self.actor,
            at=arrived_at(self.request),
        )
        return made.get_absolute_url()


class DestructionPage(ScopedDetailView):
    """One destruction with its actions and its history."""

    permission = Perm.BLANKS
    model = BlankDestruction
    template_name = "certificates/blanks/destruction.html"
    context_object_name = "destruction"

    def get_queryset(self) -> QuerySet[Any]:
        """Join what the page names."""
        return super().get_queryset().select_related("requested_by__staff_member", "witness__staff_member")


class DestructionMove(TransitionView):
    """Confirm, refuse or withdraw a destruction."""

    permission = Perm.BLANKS
    model = BlankDestruction
