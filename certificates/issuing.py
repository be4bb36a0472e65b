"""Issuing the certificates of a batch."""

from datetime import date

from batches.models import Batch
from candidates.models import Enrolment
from certificates.models import Certificate
from certificates.numbering import number_source
from certificates.numbers.prefixes import prefixes_on
from exams.models import Result
from exams.selectors import qualified
from scope_catalog.choices import Scheme
from workflow import audit
from workflow.lifecycle import Step


def issue_certificates(step: Step[Batch]) -> None:
    """Issue a numbered certificate to everybody who passed, in roster order, in the step's transaction."""
    take_number = number_source(step.case, issued_on=step.day)
    body = body_name(step.case, on=step.day)
    for enrolment in qualified(step.case):
        certificate = certificate_for(enrolment)
        certificate.body_name = body
        certificate.issued_on, certificate.number = step.day, take_number(enrolment)
        certificate.save()
        audit.record(certificate, action="issue", sentence="核发了证书", actor=step.actor, at=step.at)


def certificate_for(enrolment: Enrolment) -> Certificate:
    """Return the certificate of a candidate who passed, not stored, without what the day of issue gives it.

    Everything that is printed is copied: what the catalogue or the station is called later changes no
    certificate. A trade that stands for its occupation leaves the trade empty, which prints as ``--``.
    """
    trade, batch = enrolment.batch_item.trade, enrolment.batch
    certificate = Certificate(
        enrolment=enrolment,
        scheme=batch.scheme,
        occupation_code=trade.occupation.code,
        occupation_name=trade.occupation.name,
        trade_code=trade.code,
        trade_name="" if trade.stands_for_occupation else trade.name,
        level=enrolment.batch_item.level,
        level_label=enrolment.batch_item.plan_item.level_label,
        station_code=batch.station.code,
        station_name=batch.station.organisation.name,
        exam_date=batch.exam_date,
    )
    _name_holder(certificate, enrolment)
    _copy_scores(certificate, enrolment.result)
    return certificate


def body_name(batch: Batch, *, on: date) -> str:
    """Return who evaluates by its filed name: of the scheme skill_level the branch whose prefix counts.

    Empty in the ability scheme, where it is the station itself.
    """
    if batch.scheme != Scheme.SKILL_LEVEL:
        return ""
    prefixes = prefixes_on(on, province=batch.station.organisation.province)
    prefix = prefixes.select_related("branch").first()
    return prefix.branch.name if prefix else ""


def _name_holder(certificate: Certificate, enrolment: Enrolment) -> None:
    candidate = enrolment.candidate
    certificate.holder_name = candidate.name
    certificate.document_type = candidate.document_type
    certificate.document_number = candidate.document_number


def _copy_scores(certificate: Certificate, result: Result) -> None:
    if result.theory is None or result.practical is None:
        raise ValueError("A certificate stands on two scores.")
    certificate.theory, certificate.practical = result.theory, result.practical
    certificate.grade = result.grade
