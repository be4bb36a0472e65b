"""What a batch's enrolments are narrowed by, and what is exported of them."""

from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.form_fields import filter_choice, search_word
from accounts.models import User
from batches.models import Batch, BatchItem
from candidates.rosters.export_choices import Content, Whom
from candidates.selectors import NO_CLASS, class_names, items_of_batch

PAGE_SIZES = (20, 50, 100)


class RosterFilter(forms.Form):
    """Name or number, trade, class, and only those with a warning; kept in the address."""

    q = search_word("考生", "姓名或报名序号")
    item = filter_choice("工种等级")
    class_name = filter_choice("班级")
    warned = forms.BooleanField(
        label="只看有提示的",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
    size = filter_choice(
        "每页", [(size, f"{size} 人") for size in PAGE_SIZES[1:]], nothing=f"{PAGE_SIZES[0]} 人"
    )

    def __init__(self, *args: Any, batch: Batch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        classes = [(name or NO_CLASS, name or "未填班级") for name in class_names(batch)]
        self._offer("item", [(str(item.pk), str(item)) for item in items_of_batch(batch)])
        self._offer("class_name", classes)
        self.is_valid()

    def _offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        """Offer the choices of a field; a field with nothing to choose from is left out."""
        offered = list(choices)
        if len(offered) > 1:
            self.fields[name].choices = [("", "全部"), *offered]  # type: ignore[attr-defined]  # a choice field
        else:
            del self.fields[name]

    def asked(self) -> dict[str, Any]:
        """Return the valid filters that were set."""
        return {name: value for name, value in self.cleaned_data.items() if value and name != "size"}

    @property
    def page_size(self) -> int:
        """How many rows a page has."""
        return int(self.cleaned_data.get("size") or PAGE_SIZES[0])


class ExportForm(forms.Form):
    """What, of whom, and of which trade."""

    content = forms.ChoiceField(
        label="导出内容",
        choices=Content.choices,
        initial=Content.FORMS,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择导出内容。", "invalid_choice": "请从列出的内容中选择。"},
    )
    whom = forms.ChoiceField(
        label="考生范围",
        choices=Whom.choices,
        initial=Whom.ACCEPTED,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择考生范围。", "invalid_choice": "请从列出的范围中选择。"},
    )
    item = forms.ModelChoiceField(
        queryset=BatchItem.objects.none(),
        label="工种等级",
        required=False,
        empty_label="全部工种",
        error_messages={"invalid_choice": "没有这个工种。请从列表中选择。"},
    )

    def __init__(self, *args: Any, actor: User, batch: Batch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["item"].queryset = items_of_batch(batch)  # type: ignore[attr-defined]  # a model choice
