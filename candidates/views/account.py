"""What the portal holds of a candidate's own person."""

from typing import Any

from django.shortcuts import get_object_or_404

from accounts.identity import DocumentType
from accounts.rights import Perm
from accounts.views.base import PortalTemplateView
from candidates.models import Candidate
from candidates.person.document_types import document_type


class Account(PortalTemplateView):
    """The own facts as registered, and the texts that were agreed to."""

    permission = Perm.ENROL
    template_name = "candidates/account.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the person."""
        candidate = get_object_or_404(Candidate.objects.visible_to(self.actor))
        return super().get_context_data(
            candidate=candidate,
            document_type=document_type(DocumentType(candidate.document_type)),
            consents=self.actor.consents.all(),
            **kwargs,
        )
