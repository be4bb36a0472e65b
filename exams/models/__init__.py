"""Everything of an exam from its rooms to its results."""

from exams.models.assignments import (
    LIVE,
    SupervisionAssignment,
    SupervisionAssignmentQuerySet,
    SupervisionStatus,
)
from exams.models.attendance import NOTED, UNSCORED, Attendance, AttendanceState
from exams.models.disposals import DisposalStatus, EvidenceDisposal
from exams.models.draws import DrawnBatch, SupervisionDraw, SupervisionDrawQuerySet
from exams.models.evaluation import EvaluationReport, Position, ReportStatus, Stance
from exams.models.evidence import DATED, REQUIRED_EVIDENCE, DateSource, EvidenceKind, ExamEvidence
from exams.models.marks import PracticalMark, ScoreConfirmation
from exams.models.papers import PaperCopy, PaperKeeper, PaperReceipt, PaperSize
from exams.models.publication import CarriedScore, Objection, PublicNotice, ReviewOutcome, ScoreReview
from exams.models.results import PUBLISHED, Result, ResultQuerySet, ScoreField
from exams.models.seating import Arrangement, Room, Seat, Session, SessionRoom
from exams.models.supervision_reports import (
    Conclusion,
    SupervisionPhoto,
    SupervisionReport,
    SupervisionReportStatus,
)

__all__ = [
    "DATED",
    "LIVE",
    "NOTED",
    "PUBLISHED",
    "REQUIRED_EVIDENCE",
    "UNSCORED",
    "Arrangement",
    "Attendance",
    "AttendanceState",
    "CarriedScore",
    "Conclusion",
    "DateSource",
    "DisposalStatus",
    "DrawnBatch",
    "EvaluationReport",
    "EvidenceDisposal",
    "EvidenceKind",
    "ExamEvidence",
    "Objection",
    "PaperCopy",
    "PaperKeeper",
    "PaperReceipt",
    "PaperSize",
    "Position",
    "PracticalMark",
    "PublicNotice",
    "ReportStatus",
    "Result",
    "ResultQuerySet",
    "ReviewOutcome",
    "Room",
    "ScoreConfirmation",
    "ScoreField",
    "ScoreReview",
    "Seat",
    "Session",
    "SessionRoom",
    "Stance",
    "SupervisionAssignment",
    "SupervisionAssignmentQuerySet",
    "SupervisionDraw",
    "SupervisionDrawQuerySet",
    "SupervisionPhoto",
    "SupervisionReport",
    "SupervisionReportStatus",
    "SupervisionStatus",
]
