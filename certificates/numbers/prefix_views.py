"""Pages of the prefixes of branches."""

from typing import Any

from django.urls import reverse

from accounts.forms import ConfirmForm
from accounts.rights import Perm
from accounts.views.base import PortalFormView, ScopedFormView, ScopedListView
from certificates.models import BranchPrefix
from certificates.numbers.forms import PrefixEndForm, PrefixForm
from certificates.numbers.prefixes import add_prefix, end_prefix, remove_prefix
from ostami import clock


class PrefixList(ScopedListView):
    """The prefixes of all branches, the newest of each first."""

    model = BranchPrefix
    permission = Perm.CERTIFICATE_NUMBERS
    template_name = "certificates/numbers/prefixes.html"

    def get_queryset(self) -> Any:
        """Join the branch and who entered it."""
        return super().get_queryset().select_related("branch", "set_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add today, by which a row counts or not."""
        return super().get_context_data(today=clock.today(), **kwargs)


class PrefixNew(PortalFormView):
    """Enter a prefix."""

    permission = Perm.CERTIFICATE_NUMBERS
    form_class = PrefixForm
    template_name = "certificates/numbers/prefix_form.html"
    heading = "登记证书编号前缀"
    done = "证书编号前缀已登记。"

    def act(self, form: PrefixForm) -> str:
        """Enter it and go back to the list."""
        facts = dict(form.cleaned_data)
        add_prefix(actor=self.actor, prefix=facts.pop("characters"), **facts)
        return reverse("certificates:prefixes")


class PrefixEnd(ScopedFormView):
    """Name the last day of a prefix."""

    model = BranchPrefix
    permission = Perm.CERTIFICATE_NUMBERS
    form_class = PrefixEndForm
    template_name = "certificates/numbers/prefix_form.html"
    heading = "停用证书编号前缀"
    submit_label = "停用"
    done = "停用日期已登记。"

    def get_initial(self) -> dict[str, Any]:
        """Offer the stored day, or today."""
        return {"valid_to": self.object.valid_to or clock.today()}

    def act(self, form: PrefixEndForm) -> str:
        """Store the day and go back to the list."""
        end_prefix(prefix=self.object, actor=self.actor, **form.cleaned_data)
        return reverse("certificates:prefixes")


class PrefixRemove(ScopedFormView):
    """Take back a prefix that no certificate begins with."""

    model = BranchPrefix
    permission = Perm.CERTIFICATE_NUMBERS
    form_class = ConfirmForm
    template_name = "certificates/numbers/prefix_form.html"
    heading = "删除登记有误的证书编号前缀"
    submit_label = "删除"
    done = "证书编号前缀已删除。"

    def act(self, form: ConfirmForm) -> str:
        """Remove it and go back to the list."""
        remove_prefix(prefix=self.object, actor=self.actor)
        return reverse("certificates:prefixes")
