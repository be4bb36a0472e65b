"""Proposing that evidence be destroyed."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.rights import Perm
from batches.models import Batch
from exams.archiving.guards import not_destroyable, pieces_of
from exams.held import held_batch
from exams.models import DisposalStatus, EvidenceDisposal, EvidenceKind
from ostami import clock
from ostami.problems import Problem, refuse_if
from workflow import audit

NO_REASON = Problem("请写明销毁的理由", remedy="如保存期满、资料已另行归档", field="reason")
PROPOSED_ALREADY = Problem("该类资料已有待批准的销毁申请", remedy="请在销毁记录中查看")


@transaction.atomic
def propose_disposal(
    *, batch: Batch, kind: EvidenceKind, reason: str, actor: User, at: datetime
) -> EvidenceDisposal:
    """Ask management to release one kind of a batch's evidence for destruction; nothing goes yet.

    Args:
        batch: whose evidence; of the actor's station.
        kind: which kind.
        reason: why.
        actor: who asks.
        at: when the request arrived.

    Raises:
        Http404: the batch isn't in the actor's scope.
        PermissionDenied: the actor's role proposes nothing.
        BlockedError: the time of keeping isn't over, nothing is there, results are questioned, it was
            proposed already, or the reason is missing.
    """
    held = held_batch(batch, actor=actor, right=Perm.EVIDENCE_EDIT)
    refuse_if([*not_destroyable(held, kind, on=clock.day_of(at)), *_doubled(held, kind)])
    refuse_if([] if reason.strip() else [NO_REASON])
    pieces = pieces_of(held, kind).count()
    disposal = EvidenceDisposal.objects.create(
        batch=held, kind=kind, reason=reason.strip(), proposed_by=actor, proposed_at=at
    )
    audit.record(
        disposal,
        action="propose",
        sentence=f"申请销毁{kind.label}（{pieces} 件）",
        actor=actor,
        at=at,
        reason=disposal.reason,
    )
    return disposal


def _doubled(batch: Batch, kind: str) -> list[Problem]:
    waiting = EvidenceDisposal.objects.filter(batch=batch, kind=kind, status=DisposalStatus.PROPOSED)
    return [PROPOSED_ALREADY] if waiting.exists() else []
