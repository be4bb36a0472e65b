"""Candidates, their enrolments with history and pictures, and the rules of who may enrol."""

from candidates.education import Education
from candidates.eligibility.points import JudgedPoint
from candidates.models.activations import Activation
from candidates.models.consents import Consent
from candidates.models.corrections import Correction, CorrectionStatus
from candidates.models.document_types import DocumentTypeRow
from candidates.models.eligibility import BirthYearWindow, EligibilityClause
from candidates.models.enrolments import COUNTED, Enrolment, EnrolmentQuerySet, EnrolmentStatus
from candidates.models.history import HistoryEntry, HistoryKind
from candidates.models.judgements import Judgement
from candidates.models.materials import MaterialRule, Need
from candidates.models.notices import CandidateNotice, NoticeKind
from candidates.models.people import Candidate, DocumentFixedError
from candidates.models.rosters import FrozenRoster
from candidates.models.scans import ScanState, StampedScan
from candidates.models.uploads import Upload, UploadKind

__all__ = [
    "COUNTED",
    "Activation",
    "BirthYearWindow",
    "Candidate",
    "CandidateNotice",
    "Consent",
    "Correction",
    "CorrectionStatus",
    "DocumentFixedError",
    "DocumentTypeRow",
    "Education",
    "EligibilityClause",
    "Enrolment",
    "EnrolmentQuerySet",
    "EnrolmentStatus",
    "FrozenRoster",
    "HistoryEntry",
    "HistoryKind",
    "JudgedPoint",
    "Judgement",
    "MaterialRule",
    "Need",
    "NoticeKind",
    "ScanState",
    "StampedScan",
    "Upload",
    "UploadKind",
]
