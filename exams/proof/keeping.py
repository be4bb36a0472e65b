"""Taking evidence in, and out again."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.http import Http404

from accounts.models import User
from accounts.rights import Perm, need
from batches.models import Batch, BatchItem
from documents.file_rows import stored_together
from exams.held import held_batch
from exams.models import DateSource, EvidenceKind, ExamEvidence
from exams.proof.cleaning import CleanEvidence, cleaned
from exams.proof.obstacles import link_obstacles, number_obstacles, obstacles
from exams.proof.rules import NOTHING_SAID, Declaration, evidence_open
from ostami.clock import day_of
from ostami.problems import refuse_if
from stations.services.files import SentFile
from workflow import audit


def add_files(
    *,
    item: BatchItem,
    kind: EvidenceKind,
    files: Sequence[SentFile],
    actor: User,
    at: datetime,
    declared: Declaration = NOTHING_SAID,
) -> list[ExamEvidence]:
    """Keep files of one kind for a trade, all or none (guide 4.6-6).

    Files are decoded before the batch is held: others go on working meanwhile.

    Args:
        item: the trade and level.
        kind: what they show; not a film, which comes alone or as a link.
        files: as they were sent.
        actor: who sends them; of the batch's station.
        at: when the request arrived.
        declared: the day of photographs that tell none.

    Raises:
        Http404: the item isn't in the actor's scope.
        PermissionDenied: the actor's role keeps no evidence.
        BlockedError: with a sentence for every file that won't do; or it isn't the time, or there are
            too many.
    """
    batch = own_batch(item, actor)
    refuse_if(evidence_open(batch, at=at))
    # Before anything is decoded, which takes long.
    refuse_if(number_obstacles(item, kind, len(files)))
    clean = cleaned(kind, files, declared, exam_date=batch.exam_date, today=day_of(at))
    with stored_together() as stored:
        held = held_for_evidence(batch, actor, at)
        refuse_if(obstacles(item, kind, clean, held, at))
        rows = [_row(item, kind=kind, one=one, declared=declared, actor=actor, at=at) for one in clean]
        for row, one in zip(rows, clean, strict=True):
            stored.store(row, one.file.content, suffix=one.file.suffix)
        why = declared.why if any(row.declared_why for row in rows) else ""
        record_evidence(held, f"上传了{item}的{kind.label} {len(rows)} 份", rows, actor, at, reason=why)
    return rows


@transaction.atomic
def add_link(*, item: BatchItem, link: str, actor: User, at: datetime) -> ExamEvidence:
    """Keep the address of a film of a trade's exam.

    Raises:
        Http404: the item isn't in the actor's scope.
        PermissionDenied: the actor's role keeps no evidence.
        BlockedError: it is no https address, or is there already; or it isn't the time.
    """
    held = held_for_evidence(own_batch(item, actor), actor, at)
    refuse_if(link_obstacles(item, link))
    row = ExamEvidence.objects.create(
        item=item, kind=EvidenceKind.VIDEO, link=link, added_by=actor, added_at=at
    )
    record_evidence(held, f"登记了{item}的考试视频地址", [row], actor, at)
    return row


@transaction.atomic
def remove(*, evidence: ExamEvidence, actor: User, at: datetime) -> None:
    """Delete a piece of evidence with its file; what it was stays in the batch's history.

    Raises:
        Http404: it is gone already, or somebody else's.
        PermissionDenied: the actor's role keeps no evidence.
        BlockedError: the results were handed in.
    """
    held = held_for_evidence(evidence.item.batch, actor, at)
    found = ExamEvidence.objects.filter(item__batch=held, pk=evidence.pk).select_for_update(no_key=True)
    row = found.order_by().first()
    if row is None:
        raise Http404
    item, kind = evidence.item, EvidenceKind(row.kind)
    facts = {kind.label: (row.name or row.link, "")}
    if row.digest:
        facts["SHA-256"] = (row.digest, "")
    audit.record(
        held,
        action="evidence",
        sentence=f"删除了{item}的{kind.label} 1 份",
        actor=actor,
        at=at,
        changes=facts,
    )
    if row.file:
        row.delete_with_file()
    else:
        row.delete()


def own_batch(item: BatchItem, actor: User) -> Batch:
    """Return the item's batch, not held yet; raises what `add_files` raises of scope and right."""
    found = BatchItem.objects.visible_to(actor).select_related("batch").filter(pk=item.pk).first()
    if found is None:
        raise Http404
    need(actor, Perm.EVIDENCE_EDIT)
    return found.batch


def held_for_evidence(batch: Batch, actor: User, at: datetime) -> Batch:
    """Return the batch as stored, locked, while evidence is taken; raises what `add_files` raises."""
    held = held_batch(batch, actor=actor, right=Perm.EVIDENCE_EDIT)
    refuse_if(evidence_open(held, at=at))
    return held


def _row(
    item: BatchItem,
    *,
    kind: EvidenceKind,
    one: CleanEvidence,
    declared: Declaration,
    actor: User,
    at: datetime,
) -> ExamEvidence:
    return ExamEvidence(
        item=item,
        kind=kind,
        name=one.file.true_name,
        content_type=one.file.content_type,
        taken_on=one.taken_on,
        date_source=one.source or "",
        declared_why=declared.why if one.source == DateSource.DECLARED else "",
        digest=one.digest,
        added_by=actor,
        added_at=at,
    )


def record_evidence(
    batch: Batch, sentence: str, rows: list[ExamEvidence], actor: User, at: datetime, *, reason: str = ""
) -> None:
    """Record in the batch's history what was taken in, all of one kind."""
    names = "、".join(row.name or row.link for row in rows)
    label = EvidenceKind(rows[0].kind).label
    audit.record(
        batch,
        action="evidence",
        sentence=sentence,
        actor=actor,
        at=at,
        changes={label: ("", names)},
        reason=reason,
    )
