"""Pages of changes of certificates: the list, one change, its decision."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import cached_property

from accounts.rights import Perm
from accounts.views.base import ScopedDetailView
from accounts.views.lists import FilteredListView
from certificates.changes.facts import compared
from certificates.changes.forms import ChangeFilter
from certificates.changes.looks import record_number_look, sees_number
from certificates.changes.selectors import JOINED, certificates_to_mend, waiting_first
from certificates.models import CertificateChange
from workflow.views import TransitionView


class ChangeList(FilteredListView):
    """Changes in scope, those that wait first; to who may ask, what reviews of scores left to be asked."""

    model = CertificateChange
    permission = Perm.CERTIFICATE_VIEW
    template_name = "certificates/changes/list.html"

    @cached_property
    def filter_form(self) -> ChangeFilter:
        """The filter as it stands in the address."""
        asked = ChangeFilter(self.request.GET)
        asked.is_valid()
        return asked

    def get_queryset(self) -> QuerySet[Any]:
        """Return the changes that the filter leaves."""
        found, asked = super().get_queryset().select_related(*JOINED), self.filter_form.cleaned_data
        for name in ("status", "kind"):
            if asked.get(name):
                found = found.filter(**{name: asked[name]})
        if word := asked.get("word"):
            found = found.filter(Q(certificate__holder_name=word) | Q(certificate__number__icontains=word))
        return waiting_first(found)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the certificates on which a review found a wrong score."""
        asks = self.actor.has_right(Perm.CERTIFICATE_CHANGE_ASK)
        to_mend = list(certificates_to_mend(self.actor)) if asks else []
        return super().get_context_data(to_mend=to_mend, **kwargs)


class ChangePage(ScopedDetailView):
    """One change: what was asked, why, and what came of it."""

    model = CertificateChange
    permission = Perm.CERTIFICATE_VIEW
    template_name = "certificates/changes/change.html"
    context_object_name = "change"

    def get_queryset(self) -> QuerySet[Any]:
        """Join what the page shows."""
        return super().get_queryset().select_related(*JOINED)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what a correction changes."""
        prints = self.actor.has_right(Perm.CERTIFICATE_PRINT)
        return super().get_context_data(compared=compared(self.object), prints=prints, **kwargs)


class ChangeTransition(TransitionView):
    """Decide on a change, with what it changes before one's eyes."""

    model = CertificateChange
    permission = Perm.CERTIFICATE_VIEW
    template_name = "certificates/changes/move.html"

    def get_queryset(self) -> QuerySet[Any]:
        """Join what the page shows."""
        return super().get_queryset().select_related(*JOINED)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what a correction changes, document numbers in full; the look is recorded."""
        change: CertificateChange = self.object
        in_full = sees_number(change, self.actor)
        if in_full:
            record_number_look(change, actor=self.actor)
        return super().get_context_data(change=change, compared=compared(change, in_full=in_full), **kwargs)
