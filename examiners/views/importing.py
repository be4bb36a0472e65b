"""Import of examiners from a workbook."""

from collections.abc import Sequence

from django.urls import reverse

from accounts.rights import Perm
from documents.table_import import ImportedRow, TableImport
from documents.views.table_import import TableImportView
from examiners.import_table import examiner_import, import_examiners


class ExaminerImport(TableImportView):
    """Template, upload, preview with a verdict a row, confirmation."""

    permission = Perm.EXAMINER_EDIT
    heading = "从表格导入考评员"

    def spec(self) -> TableImport:
        """Return the table of examiners."""
        return examiner_import(self.actor)

    def write(self, rows: Sequence[ImportedRow]) -> str:
        """Register the rows."""
        return f"已登记 {len(import_examiners(rows, actor=self.actor))} 名考评员。"

    def address(self) -> str:
        """Return the roster."""
        return reverse("examiners:list")
