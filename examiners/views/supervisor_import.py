"""Import of supervisors from a workbook."""

from collections.abc import Sequence

from django.urls import reverse

from accounts.rights import Perm
from documents.table_import import ImportedRow, TableImport
from documents.views.table_import import TableImportView
from examiners.services.supervisors import import_supervisors
from examiners.supervisor_table import facts_of, supervisor_import
from examiners.views.supervisor_acts import own_management
from ostami import clock


class SupervisorImport(TableImportView):
    """Template, upload, preview with a verdict a row, confirmation."""

    permission = Perm.SUPERVISOR_EDIT
    heading = "从表格导入督导员"

    def spec(self) -> TableImport:
        """Return the table of supervisors."""
        return supervisor_import(self.actor, on=clock.today())

    def write(self, rows: Sequence[ImportedRow]) -> str:
        """Enter the rows, and tell how many there were."""
        entered = import_supervisors(
            organisation=own_management(self.actor.organisation),
            people=[facts_of(row.parsed) for row in rows],
            actor=self.actor,
            today=clock.today(),
        )
        return f"已登记 {len(entered)} 名督导员。"

    def address(self) -> str:
        """Return the list."""
        return reverse("examiners:supervisors")
