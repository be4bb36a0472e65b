"""Organisations, the people who log in for them, and how a station gets in at first."""

from accounts.models.first_access import FirstAccess
from accounts.models.outbox import OutgoingMail
from accounts.models.people import (
    Organisation,
    OrganisationKind,
    OrganisationQuerySet,
    User,
    UserManager,
    UserQuerySet,
)
from accounts.models.sealed_documents import SealedDocument

__all__ = [
    "FirstAccess",
    "Organisation",
    "OrganisationKind",
    "OrganisationQuerySet",
    "OutgoingMail",
    "SealedDocument",
    "User",
    "UserManager",
    "UserQuerySet",
]
