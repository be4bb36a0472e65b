"""What a reviewer types: what has to be mended, why not, and what was found on a point."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from candidates.models import Enrolment, JudgedPoint
from candidates.returning import PHRASES, parts_of
from candidates.services.judging import NOTE_LENGTH
from workflow.forms import TransitionForm
from workflow.return_forms import PartsReturnForm
from workflow.returning import Part, one_line
from workflow.seen_forms import SeenForm

REJECTIONS = (
    "不符合申报条件（服务指南 4.3）",
    "所学专业与申报工种不对应（服务指南 4.7-1）",
    "材料与本人情况不符",
    "本人申请放弃本批次报名",
)
TOO_LONG = {"max_length": "请控制在 %(limit_value)d 字以内，现有 %(show_value)d 字。"}


def _picks(label: str, phrases: Iterable[str]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=[(phrase, phrase) for phrase in phrases],
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        error_messages={"invalid_choice": "没有“%(value)s”这一条，请重新勾选。"},
    )


class EnrolmentReturnForm(PartsReturnForm):
    """For each part of an enrolment the common phrases to tick, and a field for all else."""

    nothing_said = "请至少勾选或填写一项需要补正的内容，考生将据此修改。"

    def __init__(self, *args: Any, enrolment: Enrolment, **kwargs: Any) -> None:
        super().__init__(*args, parts=parts_of(enrolment), **kwargs)

    def add_part(self, part: Part) -> None:
        """Add the ticks and the field of a part."""
        if phrases := PHRASES.get(part.key):
            self.fields[f"{part.key}_picks"] = _picks(f"{part.label}：常见问题", phrases)
        super().add_part(part)
        self.fields[part.key].label = f"{part.label}：补充说明（选填）"
        self.fields[part.key].widget = forms.Textarea(attrs={"rows": 1, "class": "form-control"})

    def said(self, facts: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the ticked phrases and what was typed, by the parts' keys."""
        return {
            part.key: "\n".join([*(facts.get(f"{part.key}_picks") or ()), facts.get(part.key) or ""])
            for part in self.parts
        }

    def groups(self) -> Iterable[tuple[Part, forms.BoundField | None, forms.BoundField]]:
        """Yield each part with its ticks, if it has any, and its field."""
        for part in self.parts:
            picks = f"{part.key}_picks"
            yield part, self[picks] if picks in self.fields else None, self[part.key]


class RejectForm(TransitionForm):
    """Common reasons to tick, and a field for all else; one of both is needed."""

    field_order = ("picks", "reason")
    picks = _picks("常见原因", REJECTIONS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False
        self.fields["reason"].label = "补充说明（选填）"

    def clean(self) -> dict[str, Any]:
        """Put both together as the transition's reason."""
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        facts["reason"] = one_line("\n".join([*(facts.get("picks") or ()), facts.get("reason") or ""]))
        if not facts["reason"] and not self.errors:
            raise ValidationError("请勾选或填写不予通过的原因，考生将看到这些内容。")
        return facts


class JudgeForm(forms.Form):
    """属实 or 不属实 for each point, with a note; a point left open stays open."""

    def __init__(self, *args: Any, actor: User, points: Iterable[JudgedPoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.points = tuple(points)
        for point in self.points:
            self._add(point)

    def _add(self, point: JudgedPoint) -> None:
        self.fields[point.value] = forms.ChoiceField(
            label=str(point.label),
            choices=[("yes", "属实"), ("no", "不属实")],
            required=False,
            widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
            error_messages={"invalid_choice": "请选择“属实”或“不属实”。"},
        )
        self.fields[f"{point.value}_note"] = forms.CharField(
            label="说明（不属实的必填）",
            max_length=NOTE_LENGTH,
            required=False,
            widget=forms.TextInput(attrs={"class": "form-control"}),
            error_messages=TOO_LONG,
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a 不属实 that says nothing, and a form without any finding."""
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        for point in self.points:
            if facts.get(point.value) == "no" and not facts.get(f"{point.value}_note"):
                self.add_error(f"{point.value}_note", "请写明不属实的依据，例如材料上写的是什么。")
        if not self.errors and not self.verdicts:
            raise ValidationError("请对至少一项选择“属实”或“不属实”。")
        return facts

    @property
    def verdicts(self) -> dict[JudgedPoint, tuple[bool, str]]:
        """What was found on each point that was judged: whether it is so, and the note."""
        facts = self.cleaned_data
        return {
            point: (facts[point.value] == "yes", facts.get(f"{point.value}_note", ""))
            for point in self.points
            if facts.get(point.value)
        }

    def rows(self) -> Iterable[tuple[JudgedPoint, forms.BoundField, forms.BoundField]]:
        """Yield each point with its two fields."""
        for point in self.points:
            yield point, self[point.value], self[f"{point.value}_note"]


class AcceptForm(SeenForm):
    """One click: the open points that were shown, and when."""

    points = forms.MultipleChoiceField(
        choices=JudgedPoint.choices,
        required=False,
        widget=forms.MultipleHiddenInput,
        error_messages={"invalid_choice": SeenForm.unknown},
    )


class BulkAcceptForm(SeenForm):
    """Who was ticked, when the page was made, and that open points were compared with the material."""

    people = forms.TypedMultipleChoiceField(
        coerce=int,
        error_messages={
            "required": "还没有勾选考生。请勾选要通过的考生。",
            "invalid_choice": "名单中有考生已不在待审核之列，请返回后重新办理。",
        },
    )
    checked = forms.BooleanField(
        label="以上待核对事项已对照材料逐一核对属实",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )

    def __init__(self, *args: Any, offered: Iterable[int], doubtful: Iterable[int], **kwargs: Any) -> None:
        """Take the keys of all that can be chosen, and of those with points to judge."""
        super().__init__(*args, **kwargs)
        people = cast("forms.TypedMultipleChoiceField", self.fields["people"])
        people.choices = [(key, key) for key in offered]
        self.doubtful = frozenset(doubtful)

    def clean(self) -> dict[str, Any]:
        """Ask for the tick where somebody chosen has open points."""
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        if self.doubtful.intersection(facts.get("people", ())) and not facts.get("checked"):
            self.add_error(
                "checked",
                "所选考生中有待核对事项：请对照材料核对后勾选此项，或取消勾选这些考生。",
            )
        return facts
