"""The class list: its filters, and the confirmation of a slip that sets a new password."""

from typing import Any

from django import forms

from accounts.form_fields import filter_choice, search_word
from accounts.forms import ConfirmForm
from candidates.classes.listing import STATES
from candidates.selectors import NO_CLASS


class ClassFilter(forms.Form):
    """Name, class and state."""

    q = search_word("姓名", "姓名中的字")
    class_name = filter_choice("班级")
    state = filter_choice("状态", STATES.items())

    def __init__(self, *args: Any, entries: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = entries.order_by("class_name").values_list("class_name", flat=True).distinct()
        field: Any = self.fields["class_name"]
        field.choices = [("", "全部"), *((name or NO_CLASS, name or "未填班级") for name in names)]

    def narrowed(self, entries: Any) -> Any:
        """Return the entries that the valid filters leave; they have their states."""
        facts = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        if word := facts.get("q"):
            entries = entries.filter(candidate__name__icontains=word)
        if name := facts.get("class_name"):
            entries = entries.filter(class_name="" if name == NO_CLASS else name)
        return entries.filter(state=facts["state"]) if facts.get("state") else entries


class ResetSlipForm(ConfirmForm):
    """Who prints a slip that opens somebody's login has seen the person."""

    checked = forms.BooleanField(
        label="我已当面核对证件原件，确认是考生本人",
        error_messages={"required": "请先当面核对考生本人的证件原件，再勾选。"},
    )
