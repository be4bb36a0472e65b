"""Saving the answers of the personal form."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from candidates.models import Enrolment
from candidates.personal_form.asked import PRIOR, TITLE
from candidates.personal_form.changes import form_changes
from candidates.services.enrolments import locked_open
from workflow import audit

FORM_FIELDS = (
    "institution",
    "class_name",
    "education",
    "programme",
    "subject",
    "subject_relation",
    "entered_on",
    "graduated_on",
    "training_hours",
    "asks_internship",
    *PRIOR,
    *TITLE,
    "certificates_said",
    "years_in_occupation",
    "other",
)


@transaction.atomic
def save_form(
    *, enrolment: Enrolment, actor: User, answers: Mapping[str, Any], at: datetime | None = None
) -> Enrolment:
    """Save what the candidate answered on the personal form, complete or not.

    Args:
        enrolment: the candidate's own.
        actor: the candidate.
        answers: values by the names of `FORM_FIELDS`; a field left out stays as it is.
        at: the instant of the act.

    Raises:
        BlockedError: the enrolment was handed in.
    """
    row = locked_open(enrolment, actor)
    asked = {name: answers[name] for name in FORM_FIELDS if name in answers}
    changes = form_changes(row, asked)
    if changes:
        for name, value in asked.items():
            setattr(row, name, value)
        row.save()
        audit.record(row, action="save_form", sentence="填写了申报表", actor=actor, at=at, changes=changes)
    return row
