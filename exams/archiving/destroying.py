"""Destroying evidence: first the record says so, then the files go."""

import logging
from datetime import datetime

from django.db import transaction

from accounts.models import User
from batches.models import Batch
from exams.archiving.guards import not_destroyable, pieces_of
from exams.models import EvidenceDisposal, ExamEvidence
from ostami.problems import refuse_if
from workflow import audit
from workflow.lifecycle import Step

logger = logging.getLogger(__name__)

# What a piece's line in the audit names.
NAMED = ("item__plan_item__trade__occupation", "item__batch__station__organisation")


def destroy(step: Step[EvidenceDisposal]) -> None:
    """Mark what a released disposal names as destroyed, each piece with its name and digest in the audit.

    The files go once that is committed; a link is all that the portal holds of a film that lies elsewhere.

    Raises:
        BlockedError: an act on the batch came before, such as the return of its results.
    """
    disposal = step.case
    # No act that holds a batch waits for a disposal, so that it may be held after it.
    batches = Batch.objects.order_by().select_for_update(of=("self",), no_key=True)
    held = batches.get(pk=disposal.batch_id)
    refuse_if(not_destroyable(held, disposal.kind, on=step.day))
    rows = pieces_of(disposal.batch, disposal.kind).select_for_update(of=("self",), no_key=True)
    pieces = list(rows.order_by("pk").select_related(*NAMED))
    ExamEvidence.objects.filter(pk__in=[piece.pk for piece in pieces]).update(destroyed_at=step.at)
    _record(disposal, pieces, actor=step.actor, at=step.at)
    disposal.destroyed = len(pieces)
    transaction.on_commit(erase_released)


def _record(disposal: EvidenceDisposal, pieces: list[ExamEvidence], *, actor: User, at: datetime) -> None:
    audit.record_all(
        pieces,
        action="destroy",
        sentence=f"销毁了{disposal.get_kind_display()}",
        actor=actor,
        at=at,
        changes=lambda piece: {"文件": (piece.name or piece.link, ""), "摘要": (piece.digest, "")},
    )


def erase_released() -> int:
    """Delete the files of evidence that was destroyed, also those that an earlier try left.

    A row keeps its file's place until the file is gone, so that a try that fails loses none.

    Returns:
        How many files couldn't be deleted; the log names them.
    """
    return sum(not _erased(piece) for piece in left_behind())


def left_behind() -> list[ExamEvidence]:
    """Return the evidence that was destroyed and whose file lies there still."""
    return list(ExamEvidence.objects.filter(destroyed_at__isnull=False).exclude(file="").order_by("pk"))


def _erased(piece: ExamEvidence) -> bool:
    try:
        piece.file.storage.delete(str(piece.file.name))
    except Exception:
        logger.exception("the file of evidence %s could not be deleted", piece.pk)
        return False
    ExamEvidence.objects.filter(pk=piece.pk).update(file="")
    return True
