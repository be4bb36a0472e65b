"""Revoking a former certificate: an office asks, another person at the centre decides."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from accounts.identity import without_numbers
from accounts.models import User
from accounts.rights import Perm
from certificates.models import FormerCertificate, FormerRevocation, FormerRevocationStatus
from exams.held import held
from ostami import clock
from ostami.problems import Problem, refuse_if
from workflow import audit
from workflow.lifecycle import Step


@transaction.atomic
def ask_to_revoke(
    *, certificate: FormerCertificate, reason: str, actor: User, at: datetime
) -> FormerRevocation:
    """Ask that a former certificate be revoked; it stands until the centre has agreed.

    Raises:
        PermissionDenied: the actor's role doesn't look after former certificates.
        BlockedError: it was revoked, or a request waits.
    """
    row = held(certificate, actor=actor, right=Perm.FORMER_VIEW)
    refuse_if(not_revocable(row))
    made = FormerRevocation.objects.create(
        certificate=row, reason=without_numbers(reason), requested_by=actor, requested_at=at
    )
    audit.record(made, action="ask", sentence="申请撤销历史证书", actor=actor, at=at, reason=made.reason)
    return made


def not_revocable(certificate: FormerCertificate) -> Iterator[Problem]:
    """Yield why a revocation can't be asked for."""
    yield from _ended(certificate)
    if certificate.revocations.filter(status=FormerRevocationStatus.REQUESTED).exists():
        yield Problem("该历史证书已申请撤销，待指导中心审批", remedy="请等待办理")


def _ended(certificate: FormerCertificate) -> Iterator[Problem]:
    if not certificate.stands:
        yield Problem(f"该历史证书已于 {certificate.revoked_on} 撤销", remedy="不需要再办理")


def still_stands(step: Step[FormerRevocation]) -> Iterator[Problem]:
    """Only a certificate that stands is revoked."""
    yield from _ended(step.case.certificate)


def another_person(step: Step[FormerRevocation]) -> Iterator[Problem]:
    """Whoever asked doesn't decide."""
    if step.case.requested_by_id == step.actor.pk:
        yield Problem("申请人不能审批自己的申请", remedy="请由指导中心另一人审批")


def own_request(step: Step[FormerRevocation]) -> Iterator[Problem]:
    """A request is taken back by the office that made it."""
    if step.case.requested_by.organisation_id != step.actor.organisation_id:
        yield Problem("只有提出申请的单位可以撤回申请")


def note_decision(step: Step[FormerRevocation]) -> None:
    """Write who decided."""
    step.case.decided_by = step.actor


def revoke(step: Step[FormerRevocation]) -> None:
    """Revoke the certificate in the step's transaction."""
    note_decision(step)
    row = held(step.case.certificate, actor=step.actor, right=Perm.CERTIFICATE_CHANGE_DECIDE)
    refuse_if(_ended(row))
    row.revoked_on = clock.day_of(step.at)
    row.save(update_fields=["revoked_on"])
