"""What people ask of the list of questions; the address keeps it, but for the words to look for."""

from typing import Any

from django import forms

from accounts.form_fields import filter_choice, search_word
from accounts.models import User
from accounts.rights import Role
from question_bank.forms.owners import owner_choices
from question_bank.kinds import Difficulty, Pool, QuestionKind
from question_bank.listing import WAITING
from question_bank.models import ItemStatus, Question
from scope_catalog.levels import Level

PAGE_SIZES = (20, 50, 100)
FILTERS = ("pool", "trade", "level", "kind", "difficulty", "point", "status", "by", "owner")


class QuestionFilter(forms.Form):
    """Which questions the list shows, and how many a page; a station has no owner to choose."""

    pool = filter_choice("题库", Pool.choices)
    trade = search_word("工种", "如 数控车工、JX04-05、skcg")
    level = filter_choice("等级", Level.choices)
    kind = filter_choice("题型", QuestionKind.choices)
    difficulty = filter_choice("难度", Difficulty.choices)
    point = search_word("知识点", "知识点中的字")
    status = filter_choice("状态", [(WAITING, "待我复核"), *ItemStatus.choices])
    by = search_word("出题人", "姓名或账号")
    owner = filter_choice("所属机构")
    size = filter_choice(
        "每页", [(size, f"{size} 条") for size in PAGE_SIZES[1:]], nothing=f"{PAGE_SIZES[0]} 条"
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if actor.role == Role.STATION:
            del self.fields["owner"]
        else:
            choices = owner_choices(Question.objects.visible_to(actor))
            self.fields["owner"].choices = choices  # type: ignore[attr-defined]  # a choice
        self.is_valid()

    def asked(self) -> dict[str, str]:
        """Return the valid filters that were set."""
        return {name: self.cleaned_data[name] for name in FILTERS if self.cleaned_data.get(name)}

    @property
    def page_size(self) -> int:
        """How many rows a page has."""
        return int(self.cleaned_data.get("size") or PAGE_SIZES[0])


class WordsForm(forms.Form):
    """Words to look for in the questions; they are sent, and stand in no address."""

    words = search_word("题干或选项", "题目中的字词")
