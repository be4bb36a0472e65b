"""The equipment of an application, a row a kind of machine or instrument, in F1's two blocks."""

from typing import TYPE_CHECKING, Any

from django import forms

from accounts.form_fields import DigitsField, one_line
from accounts.form_rows import BaseRows, RowsForm, StoredRowForm, rows_of
from accounts.models import User
from documents.forms import TableUploadForm
from stations.models import EquipmentItem, EquipmentUse, StationApplication
from stations.services.equipment import MOST_ITEMS, MOST_PIECES, EquipmentEntry, same_equipment

if TYPE_CHECKING:
    from collections.abc import Mapping

UNITS = "台套件个只把组条辆支块根"
HOW_MANY = f"请填写 1 到 {MOST_PIECES} 的整数。"


class EquipmentForm(StoredRowForm):
    """One kind of machine or instrument."""

    name = one_line("设备名称、型号", longest=100)
    quantity = DigitsField(
        label="数量",
        units=UNITS,
        min_value=1,
        max_value=MOST_PIECES,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": "请填写数量。",
            "invalid": HOW_MANY,
            "min_value": HOW_MANY,
            "max_value": HOW_MANY,
        },
    )

    def clean_name(self) -> str:
        """Fold white space."""
        return " ".join(self.cleaned_data["name"].split())

    def entry(self, use: EquipmentUse, position: int) -> EquipmentEntry:
        """Return the equipment as typed, at the place `position` of its block."""
        name, quantity = self.cleaned_data["name"], self.cleaned_data["quantity"]
        return EquipmentEntry(use=use, name=name, quantity=quantity, pk=self.key, position=position)


class BaseEquipment(BaseRows[EquipmentForm]):
    """One block: nothing twice."""

    def clean(self) -> None:
        """Name the rows that repeat an earlier one."""
        self.refuse_repeats("name", lambda row: same_equipment(row.cleaned_data.get("name", "")))


class EquipmentRowsForm(RowsForm):
    """Both blocks of equipment."""

    rows_class = rows_of(EquipmentForm, most=MOST_ITEMS, base=BaseEquipment)

    def __init__(self, *args: Any, actor: User, application: StationApplication, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        stored: Mapping[str, list[dict[str, Any]]] = {use.value: [] for use in EquipmentUse}
        for item in application.equipment.all():
            stored[item.use].append(_stored(item))
        self.set_rows(stored)

    @property
    def entries(self) -> list[EquipmentEntry]:
        """The equipment whose rows are right."""
        return [row.entry(EquipmentUse(block), number) for block, number, row in self.good_rows()]

    def block_label(self, prefix: str) -> str:
        """Return the name of the block."""
        return EquipmentUse(prefix).label


def _stored(item: EquipmentItem) -> dict[str, Any]:
    return {"pk": item.pk, "name": item.name, "quantity": item.quantity}


class EquipmentUploadForm(TableUploadForm):
    """A workbook of equipment, and what becomes of what is there."""

    mode = forms.ChoiceField(
        label="已登记的设备",
        choices=[
            ("add", "保留，表格中的设备追加在后（同名设备按表格更新数量）"),
            ("replace", "按表格替换，表格中没有的删除"),
        ],
        initial="add",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择追加还是替换。", "invalid_choice": "请选择追加还是替换。"},
    )

    def __init__(self, *args: Any, application: StationApplication, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.application = application
