"""The list of certificates."""

from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property

from accounts.rights import Perm
from accounts.views.lists import FilteredListView
from certificates.filters import CertificateFilter
from certificates.models import Certificate


class CertificateList(FilteredListView):
    """The certificates in the person's scope, the newest first: a holder's own, a station's, all."""

    model = Certificate
    permission = Perm.CERTIFICATE_VIEW
    template_name = "certificates/list.html"

    @cached_property
    def filter_form(self) -> CertificateFilter:
        """The filters as they stand in the address."""
        return CertificateFilter(self.request.GET, actor=self.actor)

    def get_queryset(self) -> QuerySet[Any]:
        """Return what the filters leave, the newest first."""
        return self.filter_form.narrow(super().get_queryset()).order_by("-issued_on", "-pk")
