"""Candidates, their enrolments with history and pictures, and the rules of who may enrol."""

from candidates.education import Education
from candidates.models.eligibility import BirthYearWindow, EligibilityClause
from candidates.models.enrolments import COUNTED, Enrolment, EnrolmentQuerySet, EnrolmentStatus
from candidates.models.history import HistoryEntry, HistoryKind
from candidates.models.notices import CandidateNotice, NoticeKind
from candidates.models.people import Candidate, CandidateQuerySet, DocumentFixedError
from candidates.models.uploads import Upload, UploadKind, UploadQuerySet

__all__ = [
    "COUNTED",
    "BirthYearWindow",
    "Candidate",
    "CandidateNotice",
    "CandidateQuerySet",
    "DocumentFixedError",
    "Education",
    "EligibilityClause",
    "Enrolment",
    "EnrolmentQuerySet",
    "EnrolmentStatus",
    "HistoryEntry",
    "HistoryKind",
    "NoticeKind",
    "Upload",
    "UploadKind",
    "UploadQuerySet",
]
