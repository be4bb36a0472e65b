"""Evidence of an exam, and disposals of it."""

from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile

from accounts.models import User
from batches.models import Batch
from exams.models import EvidenceDisposal, EvidenceKind, ExamEvidence
from exams.services.disposals import propose_disposal
from tests.factories import exam

# The first day on which papers and the rest of an exam of 2026-09-01 may be destroyed.
PAPERS_DUE, REST_DUE = date(2029, 9, 2), date(2031, 9, 2)


def piece(
    batch: Batch, kind: EvidenceKind, content: bytes = b"evidence", *, by: User, **facts: Any
) -> ExamEvidence:
    """A stored file of the batch's first trade."""
    row = ExamEvidence(
        item=batch.items.earliest("pk"),
        kind=kind,
        content_type="image/jpeg",
        name=f"{kind.label}.jpg",
        digest=sha256(content).hexdigest(),
        added_by=by,
        added_at=exam.noon(batch.exam_date),
        **facts,
    )
    row.file.save("piece.jpg", ContentFile(content), save=False)
    row.save()
    return row


def proposed(batch: Batch, kind: EvidenceKind, *, by: User, at: datetime | None = None) -> EvidenceDisposal:
    """A disposal that waits, proposed on the first day possible for the kind of papers."""
    return propose_disposal(
        batch=batch, kind=kind, reason="保存期满", actor=by, at=at or exam.noon(PAPERS_DUE)
    )
