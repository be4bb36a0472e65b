"""Stations with scope and staff, station applications with all that F1 holds, and annual reviews."""

from stations.models.applications import (
    ApplicationKind,
    ApplicationPerson,
    ApplicationStatus,
    EquipmentItem,
    EquipmentUse,
    PersonRole,
    RequestedTrade,
    StationApplication,
    StationApplicationQuerySet,
)
from stations.models.attachments import Attachment, AttachmentKind
from stations.models.registrations import ApplicantRegistration
from stations.models.registry import (
    LicenceState,
    ScopeGrant,
    ScopeGrantQuerySet,
    Station,
    StationQuerySet,
    StationStatus,
)
from stations.models.reminders import Reminder, ReminderKind
from stations.models.reviews import AnnualReview, ReviewGrade, ReviewStatus
from stations.models.staff import Position, StaffMember
from stations.models.versions import SubmittedVersion

__all__ = [
    "AnnualReview",
    "ApplicantRegistration",
    "ApplicationKind",
    "ApplicationPerson",
    "ApplicationStatus",
    "Attachment",
    "AttachmentKind",
    "EquipmentItem",
    "EquipmentUse",
    "LicenceState",
    "PersonRole",
    "Position",
    "Reminder",
    "ReminderKind",
    "RequestedTrade",
    "ReviewGrade",
    "ReviewStatus",
    "ScopeGrant",
    "ScopeGrantQuerySet",
    "StaffMember",
    "Station",
    "StationApplication",
    "StationApplicationQuerySet",
    "StationQuerySet",
    "StationStatus",
    "SubmittedVersion",
]
