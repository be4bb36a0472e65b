"""Taking in a film as a file; what is too large for that is linked (guide 4.6-6)."""

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, Any

from accounts.models import User
from batches.models import BatchItem
from documents.file_rows import stored_together
from documents.films import MP4, check_film
from documents.upload_limits import NAME_MAX, clean_file_name
from exams.models import EvidenceKind, ExamEvidence
from exams.proof.keeping import held_for_evidence, own_batch, record_evidence
from exams.proof.obstacles import number_obstacles, same_obstacles
from exams.proof.rules import evidence_open
from ostami.problems import Problem, refuse_if
from ostami.sealed_files import PORTION

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

SUFFIX = ".mp4"


def add_film(*, item: BatchItem, film: "UploadedFile[Any]", actor: User, at: datetime) -> ExamEvidence:
    """Keep a film of a trade's exam as it was sent, one portion of it in memory at a time.

    Args:
        item: the trade and level.
        film: the file as it was sent, of a size that was checked.
        actor: who sends it; of the batch's station.
        at: when the request arrived.

    Raises:
        Http404: the item isn't in the actor's scope.
        PermissionDenied: the actor's role keeps no evidence.
        BlockedError: it is no whole MP4 film, is there already, or there are too many; or it isn't the time.
    """
    batch = own_batch(item, actor)
    refuse_if(evidence_open(batch, at=at))
    check_film(film)
    row = ExamEvidence(
        item=item,
        kind=EvidenceKind.VIDEO,
        name=_named(film.name or ""),
        content_type=MP4,
        digest=_digest(film),
        added_by=actor,
        added_at=at,
    )
    with stored_together() as stored:
        held = held_for_evidence(batch, actor, at)
        refuse_if(_obstacles(row))
        stored.store(row, film, suffix=SUFFIX)
        record_evidence(held, f"上传了{item}的考试视频 1 份", [row], actor, at)
    return row


def _obstacles(row: ExamEvidence) -> list[Problem]:
    kind = EvidenceKind.VIDEO
    return [
        *number_obstacles(row.item, kind, 1),
        *same_obstacles(row.item, [(row.digest, row.name)], kind, field="film"),
    ]


def _named(name: str) -> str:
    clean = clean_file_name(name)
    return clean if clean.lower().endswith(SUFFIX) else f"{clean[: NAME_MAX - len(SUFFIX)]}{SUFFIX}"


def _digest(film: "UploadedFile[Any]") -> str:
    digest = hashlib.sha256()
    film.seek(0)
    while portion := film.read(PORTION):
        digest.update(portion)
    film.seek(0)
    return digest.hexdigest()
