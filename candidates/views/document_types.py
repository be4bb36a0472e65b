"""Pages on which staff keep the kinds of identity document."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.identity import DocumentType
from accounts.rights import Perm
from accounts.views.base import PortalFormView, PortalTemplateView
from candidates.forms.document_types import DocumentTypeForm
from candidates.models import DocumentTypeRow
from candidates.person.document_types import change_document_type, document_type, document_types


class DocumentTypeList(PortalTemplateView):
    """All kinds in their order."""

    permission = Perm.ENROLMENT_TABLES
    template_name = "candidates/document_types/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the rows."""
        return super().get_context_data(rows=document_types(), **kwargs)


class DocumentTypeChange(PortalFormView):
    """Change one kind."""

    permission = Perm.ENROLMENT_TABLES
    form_class = DocumentTypeForm
    template_name = "candidates/document_types/form.html"
    heading = "修改证件类型"
    done = "证件类型已保存。"

    @cached_property
    def row(self) -> DocumentTypeRow:
        """The kind that the address names."""
        if self.kwargs["kind"] not in DocumentType.values:
            raise Http404
        return document_type(DocumentType(self.kwargs["kind"]))

    def get_initial(self) -> dict[str, Any]:
        """Show what holds."""
        return {name: getattr(self.row, name) for name in DocumentTypeForm.base_fields}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the kind."""
        return super().get_context_data(row=self.row, **kwargs)

    def act(self, form: DocumentTypeForm) -> str:
        """Store it and go back to the table."""
        change_document_type(kind=DocumentType(self.row.kind), actor=self.actor, **form.cleaned_data)
        return reverse("candidates:document_types")
