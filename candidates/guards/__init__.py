"""What stands in the way of an enrolment and of a roster, each with its clause."""

from candidates.guards.batches import nobody_enrolled, roster_decided
from candidates.guards.consent import consent_given
from candidates.guards.eligible import eligibility_settled, eligible
from candidates.guards.form import (
    certificate_problems,
    empty_certificate_fields,
    empty_school_fields,
    form_complete,
    form_label,
    school_problems,
    still_open,
)
from candidates.guards.history import history_complete, study_problems, work_problems
from candidates.guards.materials import materials_complete, missing_materials, stamped_form_uploaded
from candidates.guards.places import enrolled_once, place_left, window_open

__all__ = [
    "certificate_problems",
    "consent_given",
    "eligibility_settled",
    "eligible",
    "empty_certificate_fields",
    "empty_school_fields",
    "enrolled_once",
    "form_complete",
    "form_label",
    "history_complete",
    "materials_complete",
    "missing_materials",
    "nobody_enrolled",
    "place_left",
    "roster_decided",
    "school_problems",
    "stamped_form_uploaded",
    "still_open",
    "study_problems",
    "window_open",
    "work_problems",
]
