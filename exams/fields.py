"""The field into which a score is typed."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.names import fold
from ostami.policy import SCORE_MAX, SCORE_STEP

NUMBER = re.compile(r"[+-]?\d{1,9}(\.\d{0,9})?")
TENTH = Decimal("0.1")


def _plain(score: Decimal) -> Decimal:
    """Return a score with the one decimal place that is stored: 85.50 is 85.5."""
    plain = score.quantize(TENTH)
    return plain if plain == score else score


class ScoreInput(forms.TextInput):
    """A short input that opens the number keys of a phone or tablet."""

    def __init__(self) -> None:
        super().__init__(
            attrs={
                "inputmode": "decimal",
                "autocomplete": "off",
                "size": 5,
                "class": "form-control score-input",
            }
        )


class ScoreFormField(forms.Field):
    """A score of 0 to 100 in steps of 0.5 (guide 4.6-1); full-width digits and points are taken as typed."""

    widget = ScoreInput

    def to_python(self, value: Any) -> Decimal | None:
        """Return the score, or None where nothing was typed."""
        text = fold(str(value or "")).replace("。", ".")
        if not text:
            return None
        if not NUMBER.fullmatch(text):
            raise ValidationError(f"“{value}”不是成绩。请填 0 至 {SCORE_MAX} 的数，如 85 或 85.5。")
        return _plain(Decimal(text))

    def validate(self, value: Decimal | None) -> None:
        """Refuse what lies out of range or off the step."""
        if value is None:
            return
        if not 0 <= value <= SCORE_MAX:
            raise ValidationError(
                f"成绩为 0 至 {SCORE_MAX} 分，不能是 {value.normalize():f}（服务指南 4.6-1）。请核对后重填。"
            )
        if value % SCORE_STEP:
            raise ValidationError(f"成绩以 {SCORE_STEP} 分为最小单位，不能是 {value}。请填写如 85 或 85.5。")
