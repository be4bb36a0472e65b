"""What is killed and must do all or nothing: the import of a score sheet."""

from datetime import datetime
from hashlib import sha256

from django.db import connection

from accounts.models import User
from batches.models import Batch
from documents.models import TableUpload
from exams.models import Result
from exams.services.score_import import import_scores
from tests.killing import KilledAt
from workflow.models import AuditEvent


def state() -> str:
    """Return the digest of all scores and of what the history says of them."""
    facts = (
        "enrolment_id",
        "theory",
        "practical",
        "theory_absent",
        "practical_absent",
        "grade",
        "recorded_at",
    )
    told = ("object_label", "sentence", "changes", "reason", "actor_name", "at")
    rows = list(Result.objects.order_by("enrolment_id").values_list(*facts))
    events = list(AuditEvent.objects.filter(action="score").order_by("pk").values_list(*told))
    return sha256(repr((rows, events)).encode()).hexdigest()


def import_sheet(killed: KilledAt, *, upload: int, batch: int, actor: int, at: str) -> None:
    """Import the sheet."""
    sheet, case = TableUpload.objects.get(pk=upload), Batch.objects.get(pk=batch)
    by = User.objects.get(pk=actor)
    with connection.execute_wrapper(killed):
        import_scores(upload=sheet, batch=case, actor=by, at=datetime.fromisoformat(at))
