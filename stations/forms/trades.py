"""What is typed into the pages of an application's trades."""

from typing import TYPE_CHECKING, Any

from django import forms

from accounts.models import User
from ostami import clock, policy
from scope_catalog.levels import Level
from scope_catalog.models import Trade
from stations.models import (
    ApplicationKind,
    ApplicationPerson,
    EquipmentItem,
    EquipmentUse,
    PersonRole,
    RequestedTrade,
    StationApplication,
)
from stations.services.trades import other_trades_of
from stations.trade_choice import LevelChoice, choosable_trades, labelled

GONE = "所选内容已被删除或不属于本申请，请刷新页面后重新勾选。"
CHECKBOX = {"class": "form-check-input"}


class AddTradeForm(forms.Form):
    """A trade of the catalogue with the levels to ask for."""

    trade: "forms.ModelChoiceField[Trade]" = forms.ModelChoiceField(
        label="工种",
        queryset=Trade.objects.none(),
        error_messages={
            "required": "请先查找并选择工种。",
            "invalid_choice": "该工种不在可选范围内：可能已停用，或不属于本申请的评价类别。请重新查找。",
        },
    )
    levels = forms.TypedMultipleChoiceField(
        label="等级",
        coerce=int,
        choices=Level.choices,
        error_messages={
            "required": "还没有选择等级。请至少选择一个等级。",
            "invalid_choice": "没有所选的等级。请在列出的等级内选择。",
        },
    )

    def __init__(self, *args: Any, actor: User, application: StationApplication, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        choosable = choosable_trades(application, on=clock.today())
        self.fields["trade"].queryset = choosable  # type: ignore[attr-defined]  # a model choice field

    @property
    def asked_trade(self) -> int:
        """The key of the trade that was sent; 0 where it is none."""
        sent = str(self["trade"].data or "")
        return int(sent) if sent.isascii() and sent.isdigit() else 0

    @property
    def asked_levels(self) -> list[int]:
        """The levels that were ticked."""
        return [level for level in Level.values if str(level) in (self["levels"].data or ())]


class _Boxes(forms.CheckboxSelectMultiple):
    """Checkboxes of which some can't be ticked."""

    barred: frozenset[int] = frozenset()

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Switch off a barred one."""
        option = super().create_option(*args, **kwargs)
        if getattr(option["value"], "value", None) in self.barred:
            option["attrs"]["disabled"] = True
        return option


if TYPE_CHECKING:
    PeopleField = forms.ModelMultipleChoiceField[ApplicationPerson]
else:
    PeopleField = forms.ModelMultipleChoiceField


class _Examiners(PeopleField):
    """Examiners, each with the number of other trades that name them."""

    others: dict[int, int]

    def label_from_instance(self, obj: ApplicationPerson) -> str:
        """Return name, certificate number and load."""
        known = [obj.name, obj.title, obj.certificate_number]
        count = self.others.get(obj.pk, 0)
        full = "，已满" if count >= policy.EXAMINER_MAX_TRADES else ""
        return "　".join(filter(None, known)) + f"（另对应 {count} 个工种{full}）"


class RequestedTradeForm(forms.Form):
    """A requested trade's levels, equipment and examiners."""

    levels = forms.TypedMultipleChoiceField(
        label="申请等级",
        coerce=int,
        widget=forms.CheckboxSelectMultiple(attrs=CHECKBOX),
        error_messages={
            "required": "还没有选择等级。请至少选择一个等级。",
            "invalid_choice": "所选等级不在可选范围内。请在列出的等级内选择。",
        },
    )
    equipment: "forms.ModelMultipleChoiceField[EquipmentItem]" = forms.ModelMultipleChoiceField(
        label="对应设备",
        queryset=EquipmentItem.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs=CHECKBOX),
        error_messages={"invalid_choice": GONE, "invalid_pk_value": GONE},
    )
    examiners = _Examiners(
        label="对应考评员",
        queryset=ApplicationPerson.objects.none(),
        required=False,
        widget=_Boxes(attrs=CHECKBOX),
        error_messages={"invalid_choice": GONE, "invalid_pk_value": GONE},
    )

    def __init__(
        self, *args: Any, actor: User, requested: RequestedTrade, choice: LevelChoice, **kwargs: Any
    ) -> None:
        super().__init__(*args, **{**kwargs, "initial": _stored(requested)})
        self.actor = actor
        fields: dict[str, Any] = self.fields
        fields["levels"].choices = labelled(requested.trade, choice.free)
        application = requested.application
        if application.kind == ApplicationKind.SCOPE_REDUCTION:
            del fields["equipment"], fields["examiners"]
            return
        fields["equipment"].queryset = application.equipment.all()
        fields["examiners"].queryset = application.people.filter(role=PersonRole.EXAMINER)
        _bar_the_busy(fields["examiners"], requested)

    def equipment_blocks(self) -> list[tuple[str, list[Any]]]:
        """Return the boxes of the equipment by block, blocks without any left out."""
        boxes = list(self["equipment"])
        blocks = [(use.label, [box for box in boxes if _use_of(box) == use]) for use in EquipmentUse]
        return [(label, found) for label, found in blocks if found]


def _bar_the_busy(field: Any, requested: RequestedTrade) -> None:
    """Nobody examines more than three trades (guide 3.2); who is named already can be taken out."""
    field.others = other_trades_of(requested)
    here = set(requested.examiners.values_list("pk", flat=True))
    full = {key for key, count in field.others.items() if count >= policy.EXAMINER_MAX_TRADES}
    field.widget.barred = frozenset(full - here)


def _use_of(box: Any) -> str:
    return str(box.data["value"].instance.use)


def _stored(requested: RequestedTrade) -> dict[str, Any]:
    return {
        "levels": list(requested.levels),
        "equipment": list(requested.equipment.values_list("pk", flat=True)),
        "examiners": list(requested.examiners.values_list("pk", flat=True)),
    }
