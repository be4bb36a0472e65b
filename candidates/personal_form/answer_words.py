"""The answers of the personal form as people read them."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from candidates.guards import form_label
from candidates.models import Enrolment

MONTHS = frozenset({"entered_on", "graduated_on"})
UNITS = {"years_in_occupation": " 年", "training_hours": " 学时"}


def answer_words(name: str, value: Any) -> str:
    """Return the value of a field as people read it; empty for none."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        return f"{value:%Y-%m}" if name in MONTHS else str(value)
    choices: dict[Any, Any] = dict(Enrolment._meta.get_field(name).flatchoices)  # type: ignore[union-attr]  # noqa: SLF001  # a field of its own
    return str(choices.get(value, value))


def shown_answers(enrolment: Enrolment, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield label and answer of each of the fields; the answer is empty where there is none."""
    for name in names:
        if name == "certificates_said":
            yield form_label(enrolment, name), "没有" if enrolment.certificates_said else ""
            continue
        words = answer_words(name, getattr(enrolment, name))
        yield form_label(enrolment, name), words + (UNITS.get(name, "") if words else "")
