"""Enrolments as they come to a reviewer."""

from batches.models import BatchItem
from candidates.models import Enrolment, UploadKind
from tests.factories import exam, people
from workflow.lifecycle import perform

# A form that says nothing of the hours leaves them to be looked at.
DOUBTFUL: dict[str, object] = {"training_hours": None}


def submitted(item: BatchItem, name: str, **facts: object) -> Enrolment:
    enrolment = exam.draft_enrolment(item, people.candidate(name), **facts)
    return perform(enrolment, "submit", actor=enrolment.candidate.user)


def stamped(item: BatchItem, name: str, **facts: object) -> Enrolment:
    enrolment = submitted(item, name, **facts)
    exam.upload(enrolment, UploadKind.STAMPED_FORM)
    return perform(enrolment, "stamp", actor=enrolment.candidate.user)
