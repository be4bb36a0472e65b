"""What the history of an enrolment tells about a change: which field, and never a person's own words."""

from collections.abc import Iterator, Mapping
from typing import Any

from candidates.guards import form_label
from candidates.models import Enrolment
from candidates.personal_form.answer_words import MONTHS, answer_words

# Short facts out of lists and calendars are shown; what somebody wrote is only said to be there.
SHOWN = MONTHS | {
    "education",
    "programme",
    "subject_relation",
    "training_hours",
    "asks_internship",
    "prior_level",
    "prior_relation",
    "prior_issued_on",
    "title_rank",
    "title_relation",
    "title_obtained_on",
    "years_in_occupation",
}


def form_changes(enrolment: Enrolment, answers: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Return what `answers`, by field name, change on the stored form: field label to (old, new) words."""
    return dict(_changed(enrolment, answers))


def _changed(enrolment: Enrolment, answers: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, str]]]:
    for name, new in answers.items():
        old = getattr(enrolment, name)
        if old != new:
            words = (
                (answer_words(name, old), answer_words(name, new))
                if name in SHOWN
                else ("", _what_happened(old, new))
            )
            yield form_label(enrolment, name), words


def _what_happened(old: Any, new: Any) -> str:
    if not new:
        return "已清空"
    return "已修改" if old else "已填写"
