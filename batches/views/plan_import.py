"""Import of a plan's items from a workbook."""

from collections.abc import Sequence
from typing import Any

from django.utils.functional import cached_property

from accounts.rights import Perm
from batches.models import AnnualPlan
from batches.plan_import import plan_import
from batches.selectors import offers_of
from batches.services.opening import not_open
from batches.services.plan_grid import PlanEntry
from batches.services.plan_import import import_plan_items
from batches.views.base import OpenCaseFormView
from documents.table_import import ImportedRow, TableImport
from documents.views.table_import import TableImportView
from ostami import clock
from ostami.problems import refuse_if


class PlanImport(OpenCaseFormView, TableImportView):
    """Items from a workbook, added to those of an open plan: all of them or none."""

    permission = Perm.PLAN_EDIT
    model = AnnualPlan
    heading = "从表格导入计划项"

    @cached_property
    def _table(self) -> TableImport:
        return plan_import(offers_of(self.object.station, on=clock.day_of(self.at)))

    def spec(self) -> TableImport:
        """Return the columns, with the station's scope to choose from."""
        return self._table

    def act(self, form: Any) -> str:
        """Keep the file while the plan is open, and go to the preview."""
        refuse_if(not_open(self.object))
        return super().act(form)

    def write(self, rows: Sequence[ImportedRow]) -> str:
        """Add the items in the table's order."""
        entries = [PlanEntry(**{**row.parsed, "level": row.parsed["level"].level}) for row in rows]
        items = import_plan_items(plan=self.object, actor=self.actor, entries=entries, at=self.at)
        return f"已导入 {len(items)} 条计划项，共 {sum(item.headcount for item in items)} 人。"

    def address(self) -> str:
        """Return the plan's page."""
        return self.case_page
