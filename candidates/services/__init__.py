"""Verbs on candidates and their enrolments. What moves a status is in `lifecycle`."""

from candidates.services.enrolments import discard_enrolment, start_enrolment
from candidates.services.filling import FORM_FIELDS, save_form
from candidates.services.histories import Period, save_history
from candidates.services.registration import register_candidate

__all__ = [
    "FORM_FIELDS",
    "Period",
    "discard_enrolment",
    "register_candidate",
    "save_form",
    "save_history",
    "start_enrolment",
]
