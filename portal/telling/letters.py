"""What candidates are told of: whom, and in which words."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from accounts.models import User
from batches.models import Batch, DateChange, DateChangeStatus
from candidates.models import EnrolmentQuerySet, NoticeKind
from candidates.notices import reason_of_cancellation
from candidates.selectors import ENROLMENT_FACTS
from certificates.models import Certificate, CertificateChange, CertificateQuerySet, ChangeStatus, Shipment
from ostami import policy


@dataclass(frozen=True, slots=True)
class Letter:
    """One thing to tell the candidates of a batch.

    Attributes:
        kind: of what.
        subject_key: the key of the change of date, the batch, the parcel, or the change of a certificate.
        batch: whose candidates.
        context: what the text shows besides the candidate.
        people: which of the batch's enrolments, where not all.
        page: where the portal shows the same to a candidate without a mailbox.
    """

    kind: NoticeKind
    subject_key: int
    batch: Batch
    context: dict[str, Any] = field(default_factory=dict)
    people: Q = field(default_factory=Q)
    page: str = "我的报名"

    @property
    def subject(self) -> str:
        """The subject line, which names nobody."""
        return f"{self.kind.label}通知"

    @property
    def template(self) -> str:
        """The text's template."""
        return f"portal/telling/{self.kind.value}.txt"


def letter_of(kind: NoticeKind, key: int, *, user: User) -> Letter:
    """Return the letter on something in the person's scope."""
    return LETTERS[kind](key, user)


def _moved(key: int, user: User) -> Letter:
    changes = DateChange.objects.visible_to(user).filter(status=DateChangeStatus.APPROVED)
    change: DateChange = changes.select_related("batch__station__organisation").get(pk=key)
    last_day = policy.last_enrolment_day(change.new_date)
    context = {"change": change, "last_day": last_day}
    return Letter(NoticeKind.DATE_CHANGED, key, change.batch, context)


def _cancelled(key: int, user: User) -> Letter:
    batch: Batch = Batch.objects.visible_to(user).select_related("station__organisation").get(pk=key)
    return Letter(NoticeKind.BATCH_CANCELLED, key, batch, {"reason": reason_of_cancellation(batch)})


def _certified(key: int, user: User) -> Letter:
    batch: Batch = Batch.objects.visible_to(user).select_related("station__organisation").get(pk=key)
    certificates = Certificate.objects.filter(enrolment__batch=batch)
    return _to_holders(NoticeKind.CERTIFIED, key, batch, certificates)


def _posted(key: int, user: User) -> Letter:
    parcel = _parcel(key, user)
    inside, told = parcel.certificates.all(), {"parcel": parcel}
    return _to_holders(NoticeKind.CERTIFICATE_POSTED, key, parcel.batch, inside, **told)


def _arrived(key: int, user: User) -> Letter:
    parcel = _parcel(key, user)
    found = parcel.certificates.exclude(pk__in=parcel.missing.values("pk"))
    return _to_holders(NoticeKind.CERTIFICATE_ARRIVED, key, parcel.batch, found)


def _parcel(key: int, user: User) -> Shipment:
    parcels = Shipment.objects.visible_to(user)
    found: Shipment = parcels.select_related("batch__station__organisation").get(pk=key)
    return found


def _changed(key: int, user: User) -> Letter:
    done = CertificateChange.objects.visible_to(user).filter(status=ChangeStatus.DONE)
    joined = done.select_related("certificate__enrolment__batch__station__organisation")
    change: CertificateChange = joined.get(pk=key)
    only = Certificate.objects.filter(pk=change.certificate_id)
    batch = change.certificate.batch
    return _to_holders(NoticeKind.CERTIFICATE_CHANGED, key, batch, only, change=change)


def _to_holders(
    kind: NoticeKind, key: int, batch: Batch, certificates: CertificateQuerySet, **told: Any
) -> Letter:
    holders = Q(pk__in=certificates.order_by().values("enrolment"))
    return Letter(kind, key, batch, told, people=holders, page="我的证书")


LETTERS: dict[NoticeKind, Callable[[int, User], Letter]] = {
    NoticeKind.DATE_CHANGED: _moved,
    NoticeKind.BATCH_CANCELLED: _cancelled,
    NoticeKind.CERTIFIED: _certified,
    NoticeKind.CERTIFICATE_POSTED: _posted,
    NoticeKind.CERTIFICATE_ARRIVED: _arrived,
    NoticeKind.CERTIFICATE_CHANGED: _changed,
}


def addressees(letter: Letter, *, user: User) -> EnrolmentQuerySet:
    """Return the enrolments that were handed in and not rejected, in the person's scope, in roster order."""
    enrolments: EnrolmentQuerySet = letter.batch.enrolments.all().visible_to(user)
    return enrolments.handed_in().filter(letter.people).select_related(*ENROLMENT_FACTS).order_by("sequence")
