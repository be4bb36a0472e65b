"""The facts that eligibility is judged by, as people read them, by the page that changes them."""

from collections.abc import Iterator
from dataclasses import dataclass

from candidates.models import Enrolment, HistoryKind
from candidates.personal_form.answer_words import shown_answers
from candidates.personal_form.asked import certificate_fields, school_fields
from candidates.personal_form.steps import CERTIFICATES, WORK, FormStep, steps_of

# What the form asks besides, and no condition looks at.
BESIDE = frozenset(
    {
        "institution",
        "class_name",
        "subject",
        "prior_skill",
        "prior_certificate_number",
        "prior_issuer",
        "title_name",
        "other",
    }
)
Answers = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class FactGroup:
    """The facts of one page: label and words of each; no address where the candidate can't change them."""

    topic: str
    address: str
    answers: Answers


def fact_groups(enrolment: Enrolment) -> list[FactGroup]:
    """Return the facts of an enrolment that its eligibility is judged by, with links while it is open."""
    return [
        FactGroup(step.topic, step.address(enrolment) if enrolment.is_open else "", answers)
        for step, answers in _answers(enrolment)
    ]


def _answers(enrolment: Enrolment) -> Iterator[tuple[FormStep, Answers]]:
    yield steps_of(enrolment)[0], list(shown_answers(enrolment, _judged(school_fields(enrolment))))
    held = shown_answers(enrolment, _judged(certificate_fields(enrolment)))
    # Most people hold no certificate and no title: no need to name what there isn't.
    yield CERTIFICATES, [(label, words) for label, words in held if words]
    if not enrolment.is_student:
        jobs = [row for row in enrolment.history.all() if row.kind == HistoryKind.WORK]
        yield WORK, [(row.get_relation_display() or "与申报职业的关系未填写", str(row)) for row in jobs]


def _judged(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if name not in BESIDE)
