"""The forms by which a batch's trade and level gets its paper: one a way."""

from typing import Any, cast

from django import forms

from accounts.forms import ConfirmForm
from accounts.models import User
from batches.models import BatchItem
from ostami import clock
from question_bank.forms.paper_uploads import PdfForm, WorkbookForm, versions_field
from question_bank.models import Blueprint, Paper, PracticalTask
from question_bank.paper_kinds import PaperKind
from question_bank.selectors.paper_uses import own_of_subject, usable_papers

GONE = "它已不能选用，请从列表中重新选择。"


class ItemForm(forms.Form):
    """A form about an item's paper of one kind; it stands before the form that knows the actor."""

    actor: User

    def __init__(self, *args: Any, item: BatchItem, kind: PaperKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item, self.kind = item, kind
        self.offer()

    def offer(self) -> None:
        """Offer what there is for the item."""

    @property
    def nothing(self) -> bool:
        """Tell whether the form has rows to choose from, and there is none."""
        choices = [field for field in self.fields.values() if isinstance(field, forms.ModelChoiceField)]
        return any(not field.queryset.exists() for field in choices if field.queryset is not None)


def _one_of(label: str, queryset: Any, made_of: type[forms.ModelChoiceField[Any]]) -> Any:
    return made_of(
        queryset=queryset,
        label=label,
        empty_label="请选择",
        error_messages={"required": f"请选择{label}。", "invalid_choice": GONE},
    )


class PaperChoiceField(forms.ModelChoiceField[Paper]):
    """Choose a paper by what may be told of it."""

    def label_from_instance(self, obj: Paper) -> str:
        """Return number, state, owner and day; never a word of it."""
        day = clock.day_of(obj.written_at)
        return f"{obj}（{obj.get_status_display()}，{obj.owner.name}，{day} 命题）"


class ComposeForm(ItemForm, ConfirmForm):
    """Draw a paper by a blueprint."""

    blueprint = _one_of("组卷方案", Blueprint.objects.none(), forms.ModelChoiceField)
    versions = versions_field()

    def offer(self) -> None:
        """Offer the own blueprints of the item's trade and level."""
        _set(self, "blueprint", own_of_subject(Blueprint.objects.all(), self.item, self.actor))


class TaskForm(ItemForm, ConfirmForm):
    """Make a paper of a practical task."""

    task = _one_of("实操试题", PracticalTask.objects.none(), forms.ModelChoiceField)

    def offer(self) -> None:
        """Offer the own active tasks of the item's trade and level."""
        _set(self, "task", own_of_subject(PracticalTask.objects.active(), self.item, self.actor))


class ExistingForm(ItemForm, ConfirmForm):
    """Choose a paper that is there."""

    paper = _one_of("试卷", Paper.objects.none(), PaperChoiceField)

    def offer(self) -> None:
        """Offer the papers that can be used."""
        _set(self, "paper", usable_papers(self.item, self.kind, self.actor))


class ItemWorkbookForm(ItemForm, WorkbookForm):
    """Upload a workbook of the whole paper."""


class ItemPdfForm(ItemForm, PdfForm):
    """Upload a finished paper."""


def _set(form: forms.Form, name: str, rows: Any) -> None:
    cast("forms.ModelChoiceField[Any]", form.fields[name]).queryset = rows
