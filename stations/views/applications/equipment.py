"""The equipment of an application: rows, or a table to import."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from documents.table_import import ImportColumn, ImportedRow, TableImport, choice, text, whole_number
from documents.views.table_import import TableImportView
from ostami.problems import refuse_if
from stations.forms.equipment import UNITS, EquipmentRowsForm, EquipmentUploadForm
from stations.models import EquipmentUse
from stations.sections import Section
from stations.services.drafting import closed_problems
from stations.services.equipment import (
    MOST_ITEMS,
    MOST_PIECES,
    EquipmentEntry,
    import_equipment,
    same_equipment,
    save_equipment,
)
from stations.views.applications.base import DraftView
from stations.views.applications.rows import RowsPage, Written

TITLE = "设备"
QUANTITY = whole_number(1, MOST_PIECES)


class EquipmentPage(RowsPage):
    """Machines and instruments, in two blocks."""

    section = Section.EQUIPMENT
    form_class = EquipmentRowsForm
    template_name = "stations/applications/equipment.html"
    heading = Section.EQUIPMENT.label

    def store(self, form: EquipmentRowsForm) -> Written:
        """Write the equipment."""
        return save_equipment(
            application=self.object, actor=self.actor, entries=form.entries, removed=form.emptied
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the blocks with their names, and how much there may be in each."""
        context = super().get_context_data(**{"most": MOST_ITEMS, **kwargs})
        form = context["form"]
        blocks = [(prefix, rows, form.block_label(prefix)) for prefix, rows in form.blocks.items()]
        return {**context, "blocks": blocks}


class EquipmentImport(DraftView, TableImportView):
    """Equipment from a workbook, after what is there or instead of it."""

    section = Section.EQUIPMENT
    form_class = EquipmentUploadForm  # type: ignore[assignment]  # it takes the application, too
    template_name = TableImportView.template_name
    submit_label = TableImportView.submit_label
    heading = "从表格导入设备"

    @property
    def replaces(self) -> bool:
        """Whether the table replaces what is there; kept in the address from upload to confirmation."""
        return self.request.GET.get("mode") == "replace"

    def act(self, form: Any) -> str:
        """Keep the file and the choice, and go to the preview."""
        refuse_if(closed_problems(self.object))
        return f"{super().act(form)}&mode={form.cleaned_data['mode']}"

    def spec(self) -> TableImport:
        """Return the three columns."""
        return SPEC

    def write(self, rows: Sequence[ImportedRow]) -> str:
        """Write the equipment."""
        entries = [EquipmentEntry(**row.parsed) for row in rows]
        return import_equipment(
            application=self.object, actor=self.actor, entries=entries, replaces=self.replaces
        )

    def address(self) -> str:
        """Return the page of the rows."""
        return reverse("station_applications:equipment", kwargs={"pk": self.object.pk})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say on the preview what becomes of what is there."""
        heading = self.heading
        if "upload" in self.request.GET:
            heading += "（替换已登记的设备）" if self.replaces else "（追加）"
        return super().get_context_data(**{"heading": heading, "back": self.address(), **kwargs})


def _quantity(cell: str) -> int:
    return QUANTITY(cell.strip().rstrip(UNITS))


def _repeats(rows: Sequence[ImportedRow]) -> dict[int, list[str]]:
    """Name the rows whose equipment stands in an earlier row of the same block."""
    first: dict[tuple[Any, str], int] = {}
    found: dict[int, list[str]] = {}
    for row in rows:
        if "use" not in row.parsed or "name" not in row.parsed:
            continue
        earlier = first.setdefault((row.parsed["use"], same_equipment(row.parsed["name"])), row.number)
        if earlier != row.number:
            found[row.number] = [f"“设备名称、型号”与第 {earlier} 行重复，请合并数量，只留一行。"]
    return found


SPEC = TableImport(
    title=TITLE,
    columns=(
        ImportColumn(
            "类别",
            "use",
            choice({use.label: use for use in EquipmentUse}),
            hint="从下拉列表中选择。",
            sample=EquipmentUse.TRAINING.label,
        ),
        ImportColumn(
            "设备名称、型号",
            "name",
            text(100),
            hint="同一类别中不能重复，最多 100 个字。",
            sample="数控车床 CK6140",
        ),
        ImportColumn("数量", "quantity", _quantity, hint=f"1 到 {MOST_PIECES} 的整数。", sample="12"),
    ),
    max_rows=2 * MOST_ITEMS,
    check_table=_repeats,
)
