"""What the personal form asks of whom: by the candidate type, the level, and what was stated (guide 4.4)."""

from collections.abc import Iterator

from candidates.models import Education, Enrolment
from scope_catalog.levels import Level

# Schools whose classes differ in the level that they lead to (guide 4.3-2).
TECHNICAL_SCHOOLS = (Education.VOCATIONAL, Education.SENIOR_WORKER)
STUDENT_LEVELS = (Level.FOUR, Level.THREE)
PRIOR = (
    "prior_skill",
    "prior_level",
    "prior_relation",
    "prior_certificate_number",
    "prior_issuer",
    "prior_issued_on",
)
TITLE = ("title_name", "title_rank", "title_relation", "title_obtained_on")
# A month of graduation claims the school's certificate: then the rest of it is asked for.
GRADUATION = ("entered_on", "subject", "subject_relation")


def school_fields(enrolment: Enrolment) -> tuple[str, ...]:
    """Return the fields of the page on school or employer, in their order."""
    level, student = enrolment.batch_item.plan_item.level, enrolment.is_student
    programme = ("programme",) if level <= (Level.TWO if student else Level.THREE) else ()
    school = ("education", *programme, "subject", "subject_relation", "entered_on", "graduated_on")
    if not student:
        return ("institution", *school)
    trained = ("training_hours", "asks_internship") if level in STUDENT_LEVELS else ()
    return ("institution", "class_name", *school, *trained)


def certificate_fields(enrolment: Enrolment) -> tuple[str, ...]:
    """Return the fields of the page on certificates and titles, in their order."""
    if enrolment.is_student:
        return (*PRIOR, "other")
    title = TITLE if asks_title(enrolment) else ()
    return (*PRIOR, *title, "years_in_occupation", "other")


def stated_fields(enrolment: Enrolment) -> tuple[str, ...]:
    """Return the fields on certificates and titles that a reader needs: what isn't held is said once."""
    held = [name for group in (PRIOR, TITLE) if states_any(enrolment, group) for name in group]
    rest = [name for name in certificate_fields(enrolment) if name not in {*PRIOR, *TITLE}]
    return (*(held or ["certificates_said"]), *rest)


def asks_title(enrolment: Enrolment) -> bool:
    """Tell whether a professional title can help: from level 3 on, and not students (guide 4.3-2)."""
    return not enrolment.is_student and enrolment.batch_item.plan_item.level <= Level.THREE


def required_school_fields(enrolment: Enrolment) -> tuple[str, ...]:
    """Return the fields that the page on school or employer can't leave empty."""
    if enrolment.is_student or enrolment.graduated_on:
        return ("institution", "education", *GRADUATION)
    return ("institution", "education")


def required_certificate_fields(enrolment: Enrolment) -> tuple[str, ...]:
    """Return the fields that the page on certificates can't leave empty: what is stated, is stated whole."""
    stated = [group for group in (PRIOR, TITLE) if states_any(enrolment, group)]
    years = () if enrolment.is_student else ("years_in_occupation",)
    return ("certificates_said", *(name for group in stated for name in group), *years)


def states_any(enrolment: Enrolment, names: tuple[str, ...]) -> bool:
    """Tell whether any of these fields is filled in."""
    return any(getattr(enrolment, name) for name in names)


def empty_names(enrolment: Enrolment, names: tuple[str, ...]) -> Iterator[str]:
    """Yield those of the fields that are empty; 0 years are an answer."""
    for name in names:
        if getattr(enrolment, name) in {None, ""} or getattr(enrolment, name) is False:
            yield name
