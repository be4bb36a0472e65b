"""Deciding on changes of certificates, and carrying them out."""

from collections.abc import Iterator
from typing import Any

from accounts.rights import Perm
from certificates.changes.facts import fact_problems, told, wanted
from certificates.changes.fitness import unfit
from certificates.changes.reissuing import corrected
from certificates.models import Certificate, CertificateChange, ChangeKind
from certificates.numbering import number_source
from exams.held import held
from ostami.problems import Problem, refuse_if
from workflow import audit
from workflow.lifecycle import Step, perform


def another_person(step: Step[CertificateChange]) -> Iterator[Problem]:
    """Whoever asked doesn't decide."""
    if step.case.requested_by_id == step.actor.pk:
        yield Problem("申请人不能审批自己的申请", remedy="请由指导中心另一人审批")


def still_stands(step: Step[CertificateChange]) -> Iterator[Problem]:
    """Only a certificate that stands is changed, and only to what may be printed; or one revoked is anew."""
    change = step.case
    yield from unfit(change.certificate, ChangeKind(change.kind))
    if change.kind == ChangeKind.CORRECT:
        yield from fact_problems(change.certificate, wanted(change))


def own_request(step: Step[CertificateChange]) -> Iterator[Problem]:
    """A request is taken back by the organisation that made it."""
    if step.case.requested_by.organisation_id != step.actor.organisation_id:
        yield Problem("只有提出申请的单位可以撤回申请")


def carry_out(step: Step[CertificateChange]) -> None:
    """Do what was asked for, in the step's transaction.

    Raises:
        BlockedError: the certificate has ended since the request was weighed.
    """
    change = step.case
    change.decided_by, change.decided_at = step.actor, step.at
    deeds = {
        ChangeKind.REVOKE: _revoke,
        ChangeKind.CORRECT: _reissue,
        ChangeKind.REPLACE: _replace,
        ChangeKind.REISSUE: _issue_anew,
    }
    deeds[ChangeKind(change.kind)](step)


def _held(step: Step[CertificateChange]) -> Certificate:
    """Return the certificate locked, before its number series and the chain."""
    row = held(step.case.certificate, actor=step.actor, right=Perm.CERTIFICATE_CHANGE_DECIDE)
    refuse_if(unfit(row, ChangeKind(step.case.kind)))
    step.case.certificate = row
    return row


def _revoke(step: Step[CertificateChange]) -> None:
    _move(step, "revoke")


def _replace(step: Step[CertificateChange]) -> None:
    _move(step, "replace")


def _move(step: Step[CertificateChange], name: str) -> None:
    change = step.case
    perform(change.certificate, name, actor=step.actor, at=step.at, reason=change.reason, change=change)


def _reissue(step: Step[CertificateChange]) -> None:
    old = _held(step)
    new = _numbered(step, old)
    _move(step, "reissue")
    _store(step, new, sentence=f"换发了证书，原编号 {old.number}")


def _issue_anew(step: Step[CertificateChange]) -> None:
    """The revoked one stays revoked and leads to the new one."""
    old = _held(step)
    new = _numbered(step, old)
    _store(step, new, sentence=f"重新核发了证书，原编号 {old.number}（已撤销）")
    _record(step, old, action="issue_anew", sentence=f"重新核发了证书，新编号 {new.number}")


def _numbered(step: Step[CertificateChange], old: Certificate) -> Certificate:
    new = corrected(step.case)
    new.issued_on = step.day
    new.number = number_source(old.batch, issued_on=step.day)(old.enrolment)
    return new


def _store(step: Step[CertificateChange], new: Certificate, *, sentence: str) -> None:
    new.save()
    _record(step, new, action="issue", sentence=sentence, changes=told(step.case))
    step.case.result = new


def _record(step: Step[CertificateChange], certificate: Certificate, **told_of: Any) -> None:
    audit.record(certificate, actor=step.actor, at=step.at, reason=step.case.reason, **told_of)


def note_decision(step: Step[CertificateChange]) -> None:
    """Note who refused, and when; a refusal stands in the certificate's history too."""
    step.case.decided_by, step.case.decided_at = step.actor, step.at
    _tell_certificate(step, "未同意")


def note_withdrawal(step: Step[CertificateChange]) -> None:
    """Note when the request was taken back."""
    step.case.decided_at = step.at
    _tell_certificate(step, "撤回了申请：")


def _tell_certificate(step: Step[CertificateChange], deed: str) -> None:
    audit.record(
        step.case.certificate,
        action=f"change_{step.name}",
        sentence=f"{deed}{step.case.get_kind_display()}",
        actor=step.actor,
        at=step.at,
        reason=step.reason,
    )
