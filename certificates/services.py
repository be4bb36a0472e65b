"""Verbs on certificates: the files that are handed out, each look at full document numbers recorded."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.models import User
from accounts.rights import Perm, need
from batches.models import Batch, BatchStatus
from certificates.changes.selectors import replacement_notes
from certificates.models import Certificate
from certificates.papers import certificates_pdf
from certificates.sheets import results_missing
from certificates.signing.files import electronic_pdf
from jobs.models import Job
from jobs.running import start
from ostami.problems import Problem, refuse_if
from workflow import audit

if TYPE_CHECKING:
    from documents.printed import Pdf

QUALIFIED_ROSTER = "qualified_roster"
BATCH_CERTIFICATES = "batch_certificates"
CERTIFIED = (BatchStatus.CERTIFIED, BatchStatus.ARCHIVED)


@transaction.atomic
def export_qualified_roster(*, batch: Batch, actor: User) -> Job:
    """Start the job that writes a batch's qualified roster as a workbook (guide 4.6-4), and record it.

    Raises:
        PermissionDenied: the actor's role takes no rosters.
        BlockedError: the results aren't approved yet.
    """
    need(actor, Perm.QUALIFIED_ROSTER)
    refuse_if(results_missing(batch))
    audit.record(
        batch, action="qualified_roster", sentence="导出了合格人员名册（含完整证件号码）", actor=actor
    )
    return start(QUALIFIED_ROSTER, owner=actor, label=f"{batch} 合格人员名册", batch=batch.pk)


@transaction.atomic
def print_batch_certificates(*, batch: Batch, actor: User, lookup_address: str) -> Job:
    """Start the job that prints all certificates of a batch into one file, in roster order, and record it.

    Args:
        batch: a certified batch.
        actor: who prints.
        lookup_address: the absolute address of the public lookup, for the QR codes.

    Raises:
        PermissionDenied: the actor's role prints no certificates.
        BlockedError: no certificates were issued yet, or none of them stands.
    """
    need(actor, Perm.CERTIFICATE_PRINT)
    refuse_if(nothing_to_print(batch))
    audit.record(batch, action="print_certificates", sentence="打印了全部证书（含完整证件号码）", actor=actor)
    return start(
        BATCH_CERTIFICATES, owner=actor, label=f"{batch} 全部证书", batch=batch.pk, lookup=lookup_address
    )


def print_certificate(*, certificate: Certificate, actor: User, lookup_address: str) -> "Pdf":
    """Hand one certificate's file out, signed where the portal signs; a look by others is recorded.

    Raises:
        PermissionDenied: the actor's role sees no certificates.
        BlockedError: the key that signs can't be used.
    """
    need(actor, Perm.CERTIFICATE_VIEW)
    # Before the record, whose chain is locked last.
    pdf = electronic_pdf(certificate, lookup_address=lookup_address)
    if certificate.enrolment.candidate.user_id != actor.pk:
        sentence = "下载了证书（含完整证件号码）"
        with transaction.atomic():
            audit.record(certificate, action="print", sentence=sentence, actor=actor)
    return pdf


def print_paper(*, certificate: Certificate, actor: User, lookup_address: str) -> "Pdf":
    """Print one certificate on paper: unsigned, with what became of it since it was issued; recorded.

    Raises:
        PermissionDenied: the actor's role prints no certificates.
    """
    need(actor, Perm.CERTIFICATE_PRINT)
    notes = replacement_notes([certificate])
    pdf = certificates_pdf([certificate], lookup_address=lookup_address, notes=notes)
    with transaction.atomic():
        sentence = "打印了纸质证书（含完整证件号码）"
        audit.record(certificate, action="print_paper", sentence=sentence, actor=actor)
    return pdf


def certificates_missing(batch: Batch) -> Iterable[Problem]:
    """Yield the problem that a batch's certificates weren't issued yet."""
    if batch.status not in CERTIFIED:
        yield Problem(
            f"{batch} 当前状态为“{batch.get_status_display()}”，还没有核发证书",
            remedy="请在指导中心核发证书后打印",
        )


def nothing_to_print(batch: Batch) -> Iterable[Problem]:
    """Yield why a batch has no certificates to print: not issued yet, or all of them ended."""
    early = list(certificates_missing(batch))
    yield from early
    if not early and not Certificate.objects.filter(enrolment__batch=batch).standing().exists():
        yield Problem(
            "本批次没有有效的证书，没有可打印的证书", remedy="已撤销、已换发的证书可在该证书的页面查看"
        )
