"""Pages of a batch's numbers, and the import of the centre's own."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.urls import reverse

from accounts.rights import Perm
from accounts.views.base import ScopedFormView
from batches.models import Batch, BatchStatus
from certificates.batch_views import BatchDetailView
from certificates.numbers.assigned import import_closed, import_numbers, template_rows, unnumbered
from certificates.numbers.assigned_table import number_roster
from certificates.numbers.guards import missing_by_now
from certificates.numbers.runs import gap_warning
from certificates.numbers.sources import source_of
from documents.table_import import ImportedRow, ImportedTable, TableImport
from documents.views.table_import import TableImportView
from exams.models import PUBLISHED
from exams.selectors import qualified
from ostami import clock
from ostami.problems import refuse_if


class BatchNumbers(BatchDetailView):
    """Where a batch's numbers come from, what is missing, and the numbers assigned so far."""

    permission = Perm.CERTIFICATE_NUMBERS
    template_name = "certificates/numbers/batch.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the source, the problems, and the people who passed once the results are approved."""
        batch = self.object
        published = batch.status in PUBLISHED
        people = qualified(batch).select_related("assigned_number").prefetch_related("certificates")
        context = {
            "source": source_of(batch).value,
            "closed": list(import_closed(batch)),
            "problems": list(missing_by_now(batch, on=clock.today())),
            "waits": batch.status == BatchStatus.RESULTS_APPROVED,
            "people": list(people) if published else [],
            "published": published,
        }
        return super().get_context_data(**{**context, **kwargs})


class NumberImport(ScopedFormView, TableImportView):
    """Import of the centre's numbers for a batch; the template has its people."""

    model = Batch
    permission = Perm.CERTIFICATE_NUMBERS
    heading = "导入证书编号"
    object: Batch

    def get_queryset(self) -> Any:
        """Join what the page names."""
        return super().get_queryset().select_related("station__organisation")

    def spec(self) -> TableImport:
        """Return the table of numbers, judged beside the people of this instant."""
        return number_roster(self.object).spec()

    def template_rows(self) -> Sequence[Sequence[str]]:
        """Put the people into the template."""
        return template_rows(self.object, actor=self.actor)

    def act(self, form: Any) -> str:
        """Take a table where numbers are imported."""
        refuse_if(import_closed(self.object))
        return super().act(form)

    def write(self, rows: Sequence[ImportedRow]) -> str:
        """Store the numbers; a gap is told with it."""
        made = import_numbers(batch=self.object, rows=rows, actor=self.actor)
        if warning := gap_warning(one.number for one in made):
            messages.warning(self.request, warning)
        return f"已导入 {len(made)} 名考生的证书编号。"

    def address(self) -> str:
        """Return the batch's numbers."""
        return reverse("certificates:numbers", kwargs={"pk": self.object.pk})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add to a preview what a person should know before confirming."""
        table: ImportedTable | None = kwargs.get("table")
        if table is not None:
            numbers = [row.parsed["number"] for row in table.rows if "number" in row.parsed]
            kwargs["gap_warning"] = gap_warning(numbers)
            kwargs["unnumbered"] = unnumbered(self.object, table)
            kwargs["asked_beside"] = "certificates/numbers/_warnings.html"
        return super().get_context_data(**kwargs)
