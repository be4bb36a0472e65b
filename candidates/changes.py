"""What the history of an enrolment tells about a change: which field, and never a person's own words."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from candidates.guards import form_label
from candidates.models import Education, Enrolment

# Short facts out of lists and calendars are shown; what somebody wrote is only said to be there.
SHOWN = frozenset({"education", "entered_on", "years_in_occupation"})


def form_changes(enrolment: Enrolment, answers: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Return what `answers`, by field name, change on the stored form: field label to (old, new) words."""
    return dict(_changed(enrolment, answers))


def _changed(enrolment: Enrolment, answers: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, str]]]:
    for name, new in answers.items():
        old = getattr(enrolment, name)
        if old != new:
            words = (
                (_words(name, old), _words(name, new)) if name in SHOWN else ("", _what_happened(old, new))
            )
            yield form_label(enrolment, name), words


def _words(name: str, value: Any) -> str:
    if name == "education" and value:
        return str(Education(value).label)
    if isinstance(value, date):
        return f"{value:%Y-%m}"
    return "" if value is None else str(value)


def _what_happened(old: Any, new: Any) -> str:
    if not new:
        return "已清空"
    return "已修改" if old else "已填写"
