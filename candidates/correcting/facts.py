"""The facts that can be corrected after an enrolment was handed in (guide 4.3-3)."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from accounts.identity import DocumentType, facts_in_number
from candidates.eligibility.points import JudgedPoint
from candidates.guards import form_label
from candidates.models import Candidate, Correction, Enrolment, UploadKind
from candidates.personal_form.answer_words import UNITS, answer_words
from candidates.personal_form.asked import PRIOR, TITLE, certificate_fields, school_fields
from candidates.services import FORM_FIELDS

if TYPE_CHECKING:
    from django.db.models import Field

CARD = (UploadKind.ID_FRONT, UploadKind.ID_BACK, UploadKind.PHOTO)
SCHOOL = (UploadKind.STUDENT_CARD, UploadKind.DIPLOMA)
# What reviewers judge by each fact of the form; a fact that isn't here decides nothing (guide 4.3).
POINTS = {
    **dict.fromkeys(("education", "programme", "entered_on", "graduated_on"), JudgedPoint.SCHOOLING),
    **dict.fromkeys(("subject", "subject_relation"), JudgedPoint.SUBJECT),
    **dict.fromkeys(PRIOR, JudgedPoint.CERTIFICATE),
    **dict.fromkeys(TITLE, JudgedPoint.TITLE),
    "training_hours": JudgedPoint.HOURS,
    "asks_internship": JudgedPoint.INTERNSHIP,
    "years_in_occupation": JudgedPoint.WORK,
    "birth_date": JudgedPoint.BIRTH_YEAR,
}
# The pictures that show whether a fact is so; of what isn't here, those of the school.
EVIDENCE = {
    **dict.fromkeys(PRIOR, (UploadKind.CERTIFICATE,)),
    **dict.fromkeys(TITLE, (UploadKind.TITLE,)),
    **dict.fromkeys(("name", "sex", "birth_date"), CARD),
    "training_hours": (UploadKind.TRAINING_PROOF,),
    "years_in_occupation": (UploadKind.WORK_PROOF,),
    "phone": (),
    "other": (),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact that can be corrected.

    Attributes:
        name: the model field that holds it, of the candidate or of the enrolment.
        of_person: whether it is the candidate's and holds in all their enrolments.
        is_identity: whether management confirms what the station found.
        told_by_number: whether some document numbers tell it: then it is as right as the number.
    """

    name: str
    of_person: bool = False
    is_identity: bool = False
    told_by_number: bool = False

    @property
    def _column(self) -> "Field[Any, Any]":
        model = Candidate if self.of_person else Enrolment
        return cast("Field[Any, Any]", model._meta.get_field(self.name))  # noqa: SLF001  Django's documented API

    @property
    def point(self) -> JudgedPoint | None:
        """What reviewers judge by it; None where the conditions don't depend on it."""
        return POINTS.get(self.name)

    @property
    def evidence(self) -> tuple[UploadKind, ...]:
        """The pictures that show whether it is so."""
        return EVIDENCE.get(self.name, SCHOOL)

    def label(self, enrolment: Enrolment) -> str:
        """Return what the personal form calls it for this candidate type."""
        return str(self._column.verbose_name) if self.of_person else form_label(enrolment, self.name)

    def holder(self, enrolment: Enrolment) -> Candidate | Enrolment:
        """Return the row that holds it."""
        return enrolment.candidate if self.of_person else enrolment

    def value(self, enrolment: Enrolment) -> Any:
        """Return what is stored."""
        return getattr(self.holder(enrolment), self.name)

    def words(self, value: Any) -> str:
        """Return a value as people read it; empty for none."""
        if self.of_person:
            return str(dict(self._column.flatchoices).get(value, value or ""))
        said = answer_words(self.name, value)
        return said + UNITS.get(self.name, "") if said else ""

    def from_data(self, data: Any) -> Any:
        """Return the value that `as_data` stored."""
        return None if data == "" and self._column.null else self._column.to_python(data)

    def offered_to(self, enrolment: Enrolment) -> bool:
        """Tell whether this enrolment's candidate can ask for its correction."""
        if self.of_person:
            return not (self.told_by_number and _number_tells(enrolment.candidate))
        return self.name in {*school_fields(enrolment), *certificate_fields(enrolment)}


def as_data(value: Any) -> Any:
    """Return a value as JSON holds it; none is an empty text."""
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else value


def _number_tells(person: Candidate) -> bool:
    """Tell whether the person's document number holds birth date and sex."""
    return facts_in_number(DocumentType(person.document_type), person.document_number) is not None


FACTS = (
    *(Fact(name=name) for name in FORM_FIELDS if name != "certificates_said"),
    Fact(name="phone", of_person=True),
    Fact(name="name", of_person=True, is_identity=True),
    Fact(name="sex", of_person=True, is_identity=True, told_by_number=True),
    Fact(name="birth_date", of_person=True, is_identity=True, told_by_number=True),
)
FIELDS = {fact.name: fact for fact in FACTS}


def facts_for(enrolment: Enrolment) -> list[Fact]:
    """Return what the candidate of this enrolment can ask to have corrected, in the form's order."""
    return [fact for fact in FACTS if fact.offered_to(enrolment)]


def fact_of(correction: Correction) -> Fact:
    """Return the fact that a request is about."""
    return FIELDS[correction.field]


def label_of(correction: Correction) -> str:
    """Return what the fact of a request is called."""
    return fact_of(correction).label(correction.enrolment)


def with_value(enrolment: Enrolment, fact: Fact, value: Any) -> Enrolment:
    """Return the enrolment as it would be with another value, not to be stored."""
    rows = Enrolment.objects.select_related("candidate", "batch_item__batch", "batch_item__plan_item")
    fresh: Enrolment = rows.get(pk=enrolment.pk)
    setattr(fact.holder(fresh), fact.name, value)
    return fresh


def with_new_value(correction: Correction) -> Enrolment:
    """Return the enrolment as it would be once a request is granted, not to be stored."""
    fact = fact_of(correction)
    return with_value(correction.enrolment, fact, fact.from_data(correction.new_data))
