"""The form of a question, one for each kind."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms

from accounts.form_fields import one_line
from accounts.models import User
from ostami.problems import Problem
from question_bank.content import LETTERS, Content, likeness
from question_bank.content_rules import problems_of
from question_bank.forms.answers import answer_field, answer_from, answer_shown
from question_bank.forms.target_fields import TargetFields
from question_bank.kinds import CHOICES, Difficulty, Pool, QuestionKind
from question_bank.listing import twins
from question_bank.models import Question
from question_bank.services.questions import FIXED

OPTION_NAMES = tuple(f"option_{letter.lower()}" for letter in LETTERS)
FACTS = ("pool", "trade", "level", "knowledge_point", "difficulty", "points")


def _text(label: str, *, rows: int, hint: str = "", required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": f"请填写{label}。"},
    )


def _lines(text: str) -> str:
    """Return a text with the line ends that every source of questions has."""
    return "\n".join(text.splitlines())


class QuestionForm(TargetFields):
    """A question of one kind; a question like one that the bank holds is stored once that is confirmed."""

    knowledge_point = one_line("知识点", longest=60, help_text="如“切削用量选择”，组卷时可按知识点限定题数。")
    difficulty = forms.TypedChoiceField(
        label="难度",
        choices=Difficulty,
        initial=Difficulty.MEDIUM,
        coerce=lambda value: Difficulty(int(value)),
    )
    points = forms.DecimalField(
        label="分值",
        max_digits=4,
        decimal_places=1,
        min_value=Decimal("0.5"),
        max_value=100,
        widget=forms.NumberInput(attrs={"step": "0.5"}),
        error_messages={"required": "请填写分值。", "invalid": "分值须是数字，如 2 或 1.5。"},
    )
    stem = _text("题干", rows=4, required=True)
    marking = _text("评分说明（选填）", rows=3, hint="供评卷人使用，如各要点的分值。")
    explanation = _text("解析（选填）", rows=3, hint="自测题在作答后显示给考生。")

    def __init__(
        self, *args: Any, actor: User, kind: QuestionKind, question: Question | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.kind, self.question = actor, kind, question
        self.twins: list[Question] = []
        self.offer_trades()
        if kind in CHOICES:
            for letter, name in zip(LETTERS, OPTION_NAMES, strict=True):
                self.fields[name] = forms.CharField(label=f"选项 {letter}", required=False)
        if kind == QuestionKind.FILL_IN:
            self.fields["stem"].help_text = "空用四个下划线 ____ 表示。"
        self.fields["answer"] = answer_field(kind)
        for name in FIXED if question and question.supersedes_id else ():
            self.fields[name].disabled = True
        self.order_fields([*FACTS, "stem", *OPTION_NAMES, "answer", "marking", "explanation"])

    def clean(self) -> dict[str, Any]:
        """Put what is wrong with the content at its fields, and ask about a question that is there."""
        if "stem" in self.cleaned_data:
            told_already = set(self.errors)
            for problem in list(problems_of(self.kind, self.content())):
                place = self._place_of(problem)
                if place not in told_already:
                    self.add_error(place, str(problem))
        if not self.errors:
            self._ask_about_twins()
        return self.cleaned_data

    def content(self) -> Content:
        """Return the question's words as typed."""
        told = self.cleaned_data
        notes = {name: _lines(told.get(name, "")) for name in ("stem", "marking", "explanation")}
        return Content(
            options=tuple(self._options()), answer=answer_from(self.kind, told.get("answer")), **notes
        )

    def facts(self) -> dict[str, Any]:
        """Return what the verbs take."""
        figures = {name: self.cleaned_data[name] for name in FACTS}
        return {**figures, "pool": Pool(figures["pool"]), "content": self.content()}

    def _options(self) -> Iterator[str]:
        """Yield the options up to the last that is filled in: a gap is to be told."""
        typed = [self.cleaned_data.get(name, "") for name in OPTION_NAMES if name in self.fields]
        filled = [place for place, option in enumerate(typed, start=1) if option]
        yield from typed[: max(filled, default=0)]

    def _place_of(self, problem: Problem) -> str | None:
        place = OPTION_NAMES[0] if problem.field == "options" else problem.field
        return place if place in self.fields else None

    def _ask_about_twins(self) -> None:
        found = twins(self.actor.organisation_id, likeness(self.kind, self.content()))
        if self.question is not None:
            found = found.exclude(pk__in=[self.question.pk, self.question.supersedes_id or 0])
        self.twins = list(found[:5])
        if not self.twins:
            return
        self.fields["same_again"] = forms.BooleanField(
            label="已核对，仍要保存这道题", required=False, error_messages={}
        )
        if not self.fields["same_again"].widget.value_from_datadict(self.data, self.files, "same_again"):
            self.add_error("same_again", "题库中已有相同的试题。请核对后勾选，或改写题干。")


def shown(question: Question) -> dict[str, Any]:
    """Return what the form shows of a stored question."""
    content, kind = question.content, QuestionKind(question.kind)
    figures = {name: getattr(question, name) for name in FACTS}
    options = dict(zip(OPTION_NAMES, content.options, strict=False))
    words = {"stem": content.stem, "marking": content.marking, "explanation": content.explanation}
    return {**figures, **options, **words, "answer": answer_shown(kind, content.answer)}
