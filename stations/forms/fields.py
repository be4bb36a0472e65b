"""Fields of applications that forgive how people type."""

import re
import unicodedata
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.names import fold
from stations.provinces import PROVINCES

AREA_MAX = Decimal("9999999.9")
AREA_UNIT = re.compile(r"(m2|平方米|平米)$", re.IGNORECASE)
PLAIN_NUMBER = re.compile(r"[0-9]+(\.[0-9]*)?|[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?")
MAIL_LONGEST = 254
POSTCODE = re.compile(r"[0-9]{6}")


class FoldedField(forms.CharField):
    """One line without spaces and full-width forms, as the registry writes names of organisations."""

    def to_python(self, value: Any) -> str:
        """Return the text folded."""
        return fold(super().to_python(value) or "")


class PostcodeField(FoldedField):
    """A postcode of six digits."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def validate(self, value: str) -> None:
        """Refuse anything but six digits."""
        super().validate(value)
        if value and not POSTCODE.fullmatch(value):
            raise ValidationError("邮政编码为 6 位数字，如 213000。")


class MailField(forms.EmailField):
    """A mail address; full-width forms are forgiven."""

    default_error_messages = {
        "invalid": "邮箱格式不正确，应如 name@example.com。",
        "required": "请填写邮箱。",
        "max_length": "邮箱过长，请核对后填写。",
    }

    def __init__(self, **facts: Any) -> None:
        super().__init__(**{"max_length": MAIL_LONGEST, **facts})

    def to_python(self, value: Any) -> str:
        """Return the address folded."""
        return super().to_python(fold(value) if isinstance(value, str) else value) or ""


class AreaField(forms.DecimalField):
    """An area in square metres with one decimal; commas, full-width forms and a unit are forgiven."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    default_error_messages = {
        "invalid": "请填写数字，如 120.5。",
        "max_decimal_places": "面积最多一位小数，如 120.5。",
        "min_value": "面积须大于 0；没有的不填。",
        "max_value": "面积不能超过 9,999,999.9 平方米，请核对单位。",
    }

    def __init__(self, *, label: str) -> None:
        super().__init__(
            label=label,
            required=False,
            decimal_places=1,
            min_value=Decimal("0.1"),
            max_value=AREA_MAX,
        )

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # the stubs go by IntegerField
        """Return the number."""
        if not isinstance(value, str):
            return super().to_python(value)
        text = unicodedata.normalize("NFKC", value).replace("。", ".")
        text = AREA_UNIT.sub("", re.sub(r"\s", "", text))
        if text and not PLAIN_NUMBER.fullmatch(text):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(text.replace(",", ""))


def province_field(*, required: bool) -> forms.ChoiceField:
    """Return the choice of a province."""
    return forms.ChoiceField(
        label="所在省份",
        choices=[("", "请选择"), *((name, name) for name in PROVINCES)],
        required=required,
        widget=forms.Select(attrs={"autocomplete": "address-level1"}),
        error_messages={"required": "请选择所在省份。", "invalid_choice": "请从列表中选择省份。"},
    )
