"""Pages that take a workbook and hand out its template."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse

from accounts.views.base import PortalFormView
from documents.table_import import TableImport, template_workbook
from ostami.downloads import XLSX, file_response


class WorkbookView(PortalFormView):
    """A form that takes a workbook; with ``?template`` in the address it answers with the template."""

    abstract = True
    template_file: ClassVar[str]

    def spec(self) -> TableImport:
        """Return what the workbook must look like."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hand the template out, or show the form."""
        if "template" in request.GET:
            return file_response(template_workbook(self.spec()), self.template_file, XLSX)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the columns, which the page explains."""
        return super().get_context_data(**{"spec": self.spec(), **kwargs})
