"""What people ask of a list of the bank, whatever it lists; the address keeps it."""

from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.db.models import Model

from accounts.form_fields import filter_choice, search_word
from accounts.models import Organisation, User
from accounts.rights import Role
from scope_catalog.levels import Level

if TYPE_CHECKING:
    from accounts.querysets import ScopedQuerySet

PAGE_SIZES = (20, 50, 100)


class BankFilter(forms.Form):
    """Trade, level, owner, and how many rows a page; a station has no owner to choose.

    A subclass names its model and adds what else it asks, in its order of fields.
    """

    listed: ClassVar[type[Model]]

    trade = search_word("工种", "如 数控车工、JX04-05、skcg")
    level = filter_choice("等级", Level.choices)
    owner: forms.Field = filter_choice("所属机构")
    size = filter_choice(
        "每页", [(size, f"{size} 条") for size in PAGE_SIZES[1:]], nothing=f"{PAGE_SIZES[0]} 条"
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if actor.role == Role.STATION:
            del self.fields["owner"]
        elif isinstance(owner := self.fields["owner"], forms.ChoiceField):
            owner.choices = _owners(self.listed, actor)
        self.is_valid()

    def asked(self) -> dict[str, str]:
        """Return the valid filters that were set."""
        told = self.cleaned_data
        return {name: told[name] for name in self.fields if name != "size" and told.get(name)}

    @property
    def page_size(self) -> int:
        """How many rows a page has."""
        return int(self.cleaned_data.get("size") or PAGE_SIZES[0])


def _owners(listed: type[Model], actor: User) -> list[tuple[str, str]]:
    """Return the owners of the rows that a person sees, by code, after the choice of all."""
    rows = cast("ScopedQuerySet[Any]", listed._default_manager)  # noqa: SLF001  Django's documented API
    owning = rows.visible_to(actor).order_by().values("owner")
    owners = Organisation.objects.filter(pk__in=owning).order_by("code")
    return [("", "全部"), *((str(pk), name) for pk, name in owners.values_list("pk", "name"))]
