"""Taking the files of an examiner application, and out of it again."""

from datetime import datetime

from django.db import transaction
from django.http import Http404

from accounts.models import User
from documents.attachments import AttachmentKinds, clean_attachment
from documents.file_rows import stored_together
from documents.upload_limits import MEGABYTE
from examiners.models import Evidence, EvidenceKind, ExaminerApplication
from examiners.services.drafting import locked_draft
from stations.services.files import SentFile

EVIDENCE_MAX_BYTES = 5 * MEGABYTE


def takes(kind: EvidenceKind) -> AttachmentKinds:
    """Return which files do for a kind."""
    return AttachmentKinds.PICTURE if kind == EvidenceKind.PHOTO else AttachmentKinds.PICTURE_OR_PDF


def store_evidence(
    *, application: ExaminerApplication, kind: EvidenceKind, file: SentFile, actor: User, at: datetime
) -> Evidence:
    """Store a file in place of the one of its kind that is there.

    Raises:
        BlockedError: with one sentence why the file won't do; or the application was handed in.
    """
    with stored_together() as stored:
        row = locked_draft(application, actor)
        clean = clean_attachment(file.content, file.name, kinds=takes(kind), max_bytes=EVIDENCE_MAX_BYTES)
        for old in row.evidence.filter(kind=kind):
            old.delete_with_file()
        evidence = Evidence(
            application=row, kind=kind, name=clean.true_name, content_type=clean.content_type, uploaded_at=at
        )
        stored.store(evidence, clean.content, suffix=clean.suffix)
    return evidence


@transaction.atomic
def remove_evidence(*, evidence: Evidence, actor: User) -> None:
    """Delete a file of an open application.

    Raises:
        BlockedError: the application was handed in.
        Http404: the file is gone already, or somebody else's.
    """
    row = locked_draft(evidence.application, actor)
    found = row.evidence.select_for_update().filter(pk=evidence.pk).first()
    if found is None:
        raise Http404
    found.delete_with_file()
