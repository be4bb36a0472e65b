"""The answer to a question as its form asks for it."""

from typing import Any

from django import forms

from question_bank.content import LETTERS, RIGHT, WRONG
from question_bank.kinds import QuestionKind

WHICH = [(letter, letter) for letter in LETTERS]


def answer_field(kind: QuestionKind) -> forms.Field:
    """Return the field that a kind's answer is typed or ticked in."""
    missing = {"required": "请给出答案。"}
    match kind:
        case QuestionKind.SINGLE:
            return forms.ChoiceField(
                label="答案", choices=WHICH, widget=forms.RadioSelect, error_messages=missing
            )
        case QuestionKind.MULTIPLE:
            return forms.MultipleChoiceField(
                label="答案", choices=WHICH, widget=forms.CheckboxSelectMultiple, error_messages=missing
            )
        case QuestionKind.TRUE_FALSE:
            told = [(RIGHT, RIGHT), (WRONG, WRONG)]
            return forms.ChoiceField(
                label="答案", choices=told, widget=forms.RadioSelect, error_messages=missing
            )
        case QuestionKind.FILL_IN:
            hint = "按空的顺序填写，每行一空；一空有几种正确写法的用 | 隔开，如 主轴|机床主轴。"
            return _lines("各空答案", rows=4, hint=hint)
        case _:
            return _lines("参考答案", rows=6)


def answer_from(kind: QuestionKind, told: Any) -> tuple[str, ...]:
    """Return the answer as `Content` holds it."""
    if not told:
        return ()
    if kind == QuestionKind.FILL_IN:
        return tuple(line.strip() for line in told.splitlines())
    return ("\n".join(told.splitlines()),) if isinstance(told, str) else tuple(sorted(told))


def answer_shown(kind: QuestionKind, answer: tuple[str, ...]) -> Any:
    """Return the answer as the form shows it."""
    return list(answer) if kind == QuestionKind.MULTIPLE else "\n".join(answer)


def _lines(label: str, *, rows: int, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": f"请填写{label}。"},
    )
