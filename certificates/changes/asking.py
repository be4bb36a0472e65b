"""Asking for a certificate to be revoked, corrected, replaced, or issued anew."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.identity import without_numbers
from accounts.models import User
from accounts.rights import Perm
from certificates.changes.facts import as_stored, differing, fact_problems
from certificates.changes.fitness import unfit
from certificates.models import Certificate, CertificateChange, ChangeKind
from exams.held import held
from ostami.problems import Problem, refuse_if
from workflow import audit


@transaction.atomic
def ask_change(
    *,
    certificate: Certificate,
    kind: ChangeKind,
    reason: str,
    actor: User,
    at: datetime,
    facts: Mapping[str, Any] | None = None,
) -> CertificateChange:
    """Ask for a certificate to be revoked, corrected, replaced or issued anew; the centre decides.

    Args:
        certificate: a certificate that stands; to be issued anew, one that was revoked.
        kind: what is asked for.
        reason: why.
        actor: of the station that examined, or of management.
        at: when the request arrived.
        facts: of a correction, what is to be printed, by the certificate's field; what is empty stays.

    Raises:
        Http404: the certificate isn't in the actor's scope.
        PermissionDenied: the actor's role asks for no changes.
        BlockedError: this kind isn't for it, another request waits, or nothing would be corrected.
    """
    row = held(certificate, actor=actor, right=Perm.CERTIFICATE_CHANGE_ASK)
    refuse_if(not_changeable(row, kind))
    new = differing(row, facts or {}) if kind == ChangeKind.CORRECT else {}
    if kind == ChangeKind.CORRECT:
        refuse_if(fact_problems(row, new))
    made = CertificateChange.objects.create(
        certificate=row,
        kind=kind,
        reason=without_numbers(reason),
        facts=as_stored(row, new),
        requested_by=actor,
        requested_at=at,
    )
    sentence = f"申请{kind.label}证书"
    for target in (made, row):
        audit.record(target, action="ask_change", sentence=sentence, actor=actor, at=at, reason=made.reason)
    return made


def not_changeable(certificate: Certificate, kind: ChangeKind) -> Iterator[Problem]:
    """Yield why a change of a certificate can't be asked for: it isn't for this one, or a request waits."""
    yield from unfit(certificate, kind)
    waiting = certificate.changes.awaiting().first()
    if waiting is not None:
        yield Problem(
            f"本证书已申请{waiting.get_kind_display()}，待指导中心审批",
            remedy="请等待办理；要改为别的事项，请先撤回该申请",
        )


def kinds_for(certificate: Certificate) -> list[ChangeKind]:
    """Return what can be asked for a certificate."""
    return [kind for kind in ChangeKind if not any(not_changeable(certificate, kind))]
