"""Forms by which papers are composed."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.form_fields import one_line
from accounts.forms import ConfirmForm
from question_bank.blueprint_facts import facts_of, plain
from question_bank.forms.paper_uploads import versions_field
from question_bank.models import Blueprint, ItemStatus, PracticalTask
from scope_catalog.levels import level_label

SEED_LENGTH = 64


class BlueprintChoice(forms.ModelChoiceField[Blueprint]):
    """One of the own blueprints, told with its size."""

    def label_from_instance(self, obj: Blueprint) -> str:
        """Return trade, level, name and size."""
        facts = facts_of(obj)
        level = level_label(obj.level, occupation=obj.trade.occupation)
        size = f"{facts.questions} 题，{plain(facts.total)} 分"
        return f"{obj.trade.display_name} {level}：{obj.name}（{size}）"


class TaskChoice(forms.ModelChoiceField[PracticalTask]):
    """One of the own practical tasks, told without its words but for its name."""

    def label_from_instance(self, obj: PracticalTask) -> str:
        """Return trade, level, number, name and time."""
        level = level_label(obj.level, occupation=obj.trade.occupation)
        return f"{obj.trade.display_name} {level}：{obj}《{obj.title}》（{obj.minutes} 分钟）"


def own_blueprints(form: ConfirmForm) -> QuerySet[Blueprint]:
    """Return the blueprints of the actor's organisation."""
    rows = Blueprint.objects.visible_to(form.actor).filter(owner=form.actor.organisation)
    return rows.select_related("trade__occupation").prefetch_related("rows")


class ComposeForm(ConfirmForm):
    """By which blueprint, how many versions, and with which seed."""

    blueprint = BlueprintChoice(
        queryset=Blueprint.objects.none(),
        label="组卷方案",
        empty_label="请选择",
        error_messages={
            "required": "请选择组卷方案。",
            "invalid_choice": "没有这个组卷方案，请从列表中选择。",
        },
    )
    versions = versions_field()
    seed = one_line(
        "随机种子（选填）",
        longest=SEED_LENGTH,
        required=False,
        help_text="不填由平台随机产生。种子随试卷保存，题库和方案不变时，同一种子抽出同样的试题。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["blueprint"].queryset = own_blueprints(self)  # type: ignore[attr-defined]  # a choice field


class TaskPaperForm(ConfirmForm):
    """Of which practical task."""

    task = TaskChoice(
        queryset=PracticalTask.objects.none(),
        label="实操试题",
        empty_label="请选择",
        error_messages={
            "required": "请选择实操试题。",
            "invalid_choice": "这道实操试题不在本机构已启用的试题中，请从列表中选择。",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = PracticalTask.objects.visible_to(self.actor).filter(
            owner=self.actor.organisation, status=ItemStatus.ACTIVE
        )
        joined = mine.select_related("trade__occupation")
        self.fields["task"].queryset = joined  # type: ignore[attr-defined]  # a choice field
