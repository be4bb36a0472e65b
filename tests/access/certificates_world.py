"""Certificates in the access matrix's world: a row of each kind, made by the portal's own verbs."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.test import override_settings

from accounts.models import User
from accounts.rights import Role
from batches.models import Batch
from candidates.models import Candidate
from certificates.blanks.destroying import ask_to_destroy
from certificates.blanks.writing import Move, enter
from certificates.changes.asking import ask_change
from certificates.models import (
    BlankDestruction,
    BlankMove,
    BranchPrefix,
    Certificate,
    CertificateChange,
    ChangeKind,
    Fee,
    FormerRevocation,
    Remittance,
    Shipment,
)
from certificates.posting.shipping import Parcel, ship
from certificates.register.former_revoking import ask_to_revoke
from certificates.settlement.slips import SlipFacts, add_slip
from ostami import clock
from scope_catalog.choices import Scheme
from stations.services.files import SentFile
from tests.factories import exam, fees, numbers, people
from workflow.lifecycle import perform

# Early enough for its results to have been announced by the day of issue.
NATIONAL_EXAM = date(2026, 7, 2)
ISSUED_ON = date(2026, 7, 12)


@dataclass(frozen=True)
class Certificates:
    """What lies around the certificates of two batches, one of each scheme.

    Attributes:
        own: 李雷's certificate of the scheme ability: posted, a correction asked for.
        national: one of the scheme 职业技能等级认定, whose batch the branch of the province sees.
        slip: shows what was paid for the national one's batch; management hasn't confirmed it.
    """

    own: Certificate
    national: Certificate
    slip: Remittance
    fee: Fee
    prefix: BranchPrefix
    destruction: BlankDestruction
    shipment: Shipment
    correction: CertificateChange
    revocation: FormerRevocation


def certified(batch: Batch, holder: Candidate, staff: dict[str, User]) -> Batch:
    """Take a batch to its certificates, with one candidate who passed; its payment may come later."""
    login = batch.station.organisation.users.get(role=Role.STATION)
    exam.accepted_enrolment(batch.items.get(), holder, at=exam.noon(batch.exam_date - timedelta(days=20)))
    batch = perform(batch, "submit_roster", actor=login, at=exam.noon(batch.exam_date - timedelta(days=15)))
    batch = exam.with_results(batch, ("80", "80"), management=staff["management"])
    with override_settings(CERTIFY_AFTER_SETTLEMENT=False):
        return perform(batch, "certify", actor=staff["centre"], at=exam.noon(ISSUED_ON))


def build(batch: Batch, draft: Batch, staff: dict[str, User]) -> Certificates:
    """Make the rows.

    Args:
        batch: certified, of the scheme ability.
        draft: one of the scheme 职业技能等级认定; it is taken to its certificates.
        staff: management, branch of the station's province, and centre.
    """
    at, login = clock.now(), batch.station.organisation.users.get(role=Role.STATION)
    own = Certificate.objects.get(enrolment__batch=batch)
    prefix = numbers.prefix(staff["centre"])
    fees.fee(staff["management"], "50", scheme=Scheme.SKILL_LEVEL, valid_from=date(2026, 1, 1)).save()
    later = fees.fee(staff["management"], "60", valid_from=date(2027, 1, 1))
    later.save()
    national = Certificate.objects.get(enrolment__batch=_national(draft, login, staff))
    shipment = ship(
        batch=batch,
        certificates=[own],
        parcel=Parcel("顺丰速运", "SF1001", clock.day_of(at)),
        actor=staff["management"],
        at=at,
    )
    return Certificates(
        own=own,
        national=national,
        slip=_slip(national, login, at),
        fee=later,
        prefix=prefix,
        destruction=_destruction(staff["management"], at),
        shipment=shipment,
        correction=ask_change(
            certificate=own,
            kind=ChangeKind.CORRECT,
            reason="姓名有误",
            facts={"holder_name": "李磊"},
            actor=login,
            at=at,
        ),
        revocation=_revocation(staff, at),
    )


def _national(draft: Batch, login: User, staff: dict[str, User]) -> Batch:
    """Take a draft by way of the branch to its certificates."""
    applied = exam.noon(exam.APPLIED_ON)
    batch = perform(draft, "submit", actor=login, at=applied)
    batch = perform(batch, "endorse", actor=staff["branch"], at=applied)
    batch = perform(batch, "approve", actor=staff["management"], at=applied)
    return certified(batch, people.candidate("周技能"), staff)


def _revocation(staff: dict[str, User], at: datetime) -> FormerRevocation:
    """A certificate of before the portal that management wants to be revoked."""
    old = numbers.former("JX2015000001", staff["centre"])
    return ask_to_revoke(certificate=old, reason="查实系伪造", actor=staff["management"], at=at)


def _slip(certificate: Certificate, login: User, at: datetime) -> Remittance:
    """A slip over what the certificate's batch owes."""
    settlement = certificate.batch.settlement
    return add_slip(
        settlement=settlement,
        facts=SlipFacts(Decimal(settlement.total), clock.day_of(at)),
        file=SentFile("slip.jpg", exam.picture()),
        actor=login,
        at=at,
    )


def _destruction(witness: User, at: datetime) -> BlankDestruction:
    """Spoiled blanks that a colleague asks to destroy before the witness's eyes."""
    colleague = people.user("管理员钱", Role.MANAGEMENT, witness.organisation)
    for move, count in ((BlankMove.RECEIVED, 9), (BlankMove.HANDED_OUT, 5), (BlankMove.SPOILED, 2)):
        enter(move=Move(Scheme.ABILITY, move, count, note="练习"), actor=colleague, at=at)
    spoiled = Move(Scheme.ABILITY, BlankMove.DESTROYED, 2)
    return ask_to_destroy(move=spoiled, witness=witness, actor=colleague, at=at)
