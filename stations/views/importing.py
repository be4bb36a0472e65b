"""Import of stations from a workbook."""

from collections.abc import Sequence

from django.urls import reverse

from accounts.rights import Perm
from documents.table_import import ImportedRow, TableImport
from documents.views.table_import import TableImportView
from stations.import_table import station_import
from stations.importing import import_stations


class StationImport(TableImportView):
    """Template, upload, preview with a verdict a row, confirmation."""

    permission = Perm.STATION_MANAGE
    heading = "从表格导入考试站"

    def spec(self) -> TableImport:
        """Return the table of stations."""
        return station_import()

    def write(self, rows: Sequence[ImportedRow]) -> str:
        """Enter the rows, and tell what comes next."""
        entered = import_stations(rows, actor=self.actor)
        return f"已登记 {len(entered)} 个考试站。请为它们授予评价范围，并开放首次登录。"

    def address(self) -> str:
        """Return the list."""
        return reverse("stations:staff_list")
