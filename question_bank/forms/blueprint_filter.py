"""What the list of blueprints is narrowed by; kept in the address."""

from typing import Any

from django import forms

from accounts.form_fields import filter_choice, search_word
from accounts.models import User
from accounts.rights import Role
from scope_catalog.levels import Level

PAGE_SIZES = (20, 50, 100)
FILTERS = ("q", "trade", "level", "owner")


class BlueprintFilter(forms.Form):
    """Name, trade and level, and for those who see several banks, whose."""

    q = search_word("名称", "方案名称")
    trade = search_word("工种", "如 数控车工、JX04-05、skcg")
    level = filter_choice("等级", Level.choices)
    owner = search_word("所属机构", "机构名称")
    size = filter_choice(
        "每页", [(size, f"{size} 条") for size in PAGE_SIZES[1:]], nothing=f"{PAGE_SIZES[0]} 条"
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if actor.role == Role.STATION:
            del self.fields["owner"]
        self.is_valid()

    def asked(self) -> dict[str, str]:
        """Return the valid filters that were set."""
        return {name: self.cleaned_data[name] for name in FILTERS if self.cleaned_data.get(name)}

    @property
    def page_size(self) -> int:
        """How many rows a page has."""
        return int(self.cleaned_data.get("size") or PAGE_SIZES[0])
