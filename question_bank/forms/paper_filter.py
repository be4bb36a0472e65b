"""What people ask of the list of papers; the address keeps it."""

from typing import Any

from django import forms

from accounts.form_fields import filter_choice, search_word
from accounts.models import User
from accounts.rights import Role
from question_bank.forms.listing import PAGE_SIZES
from question_bank.forms.owners import owner_choices
from question_bank.listing import WAITING
from question_bank.models import Paper, PaperStatus
from question_bank.paper_kinds import PaperKind, PaperSource
from scope_catalog.levels import Level

FILTERS = ("kind", "trade", "level", "source", "status", "by", "owner")


class PaperFilter(forms.Form):
    """Which papers the list shows, and how many a page; a station has no owner to choose."""

    kind = filter_choice("科目", PaperKind.choices)
    trade = search_word("工种", "如 数控车工、JX04-05、skcg")
    level = filter_choice("等级", Level.choices)
    source = filter_choice("来源", PaperSource.choices)
    status = filter_choice("状态", [(WAITING, "待我复核"), *PaperStatus.choices])
    by = search_word("命题人", "姓名或账号")
    owner = filter_choice("所属机构")
    size = filter_choice(
        "每页", [(size, f"{size} 条") for size in PAGE_SIZES[1:]], nothing=f"{PAGE_SIZES[0]} 条"
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if actor.role == Role.STATION:
            del self.fields["owner"]
        else:
            choices = owner_choices(Paper.objects.visible_to(actor))
            self.fields["owner"].choices = choices  # type: ignore[attr-defined]  # a choice
        self.is_valid()

    def asked(self) -> dict[str, str]:
        """Return the valid filters that were set."""
        return {name: self.cleaned_data[name] for name in FILTERS if self.cleaned_data.get(name)}

    @property
    def page_size(self) -> int:
        """How many rows a page has."""
        return int(self.cleaned_data.get("size") or PAGE_SIZES[0])
