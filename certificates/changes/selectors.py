"""What the pages and papers of changed certificates read."""

from collections.abc import Collection, Iterator
from itertools import groupby

from django.db.models import Case, Exists, F, IntegerField, OuterRef, QuerySet, When

from accounts.models import User
from certificates.models import Certificate, CertificateChange, ChangeKind, ChangeStatus
from documents.sheets import date_in_words
from exams.models import ReviewOutcome, ScoreReview
from ostami import clock

JOINED = (
    "certificate__enrolment__batch__station__organisation",
    "requested_by",
    "decided_by",
    "result",
)


def waiting_first(changes: QuerySet[CertificateChange]) -> QuerySet[CertificateChange]:
    """Order changes: those that wait, the oldest first; then what ended, the newest first."""
    waits = Case(When(status=ChangeStatus.REQUESTED, then=0), default=1, output_field=IntegerField())
    age = Case(When(status=ChangeStatus.REQUESTED, then=F("pk")), default=F("pk") * -1)
    return changes.order_by(waits, age)


def wrong_scores(certificate: Certificate) -> QuerySet[ScoreReview]:
    """Return the reviews which found after the issue that a score on this certificate is wrong."""
    found = ScoreReview.objects.filter(enrolment=certificate.enrolment_id, outcome=ReviewOutcome.CENTRE)
    return found.order_by("answered_at", "pk")


def certificates_to_mend(user: User) -> QuerySet[Certificate]:
    """Return the standing certificates on which a review found a wrong score, and nothing was asked since."""
    asked = CertificateChange.objects.filter(
        certificate__enrolment=OuterRef("enrolment"), requested_at__gte=OuterRef("answered_at")
    ).exclude(status__in=(ChangeStatus.WITHDRAWN, ChangeStatus.REFUSED))
    asked = asked.exclude(kind=ChangeKind.REPLACE)
    open_reviews = ScoreReview.objects.filter(outcome=ReviewOutcome.CENTRE).exclude(Exists(asked))
    found = Certificate.objects.visible_to(user).standing()
    return found.filter(enrolment__in=open_reviews.values("enrolment")).order_by("pk")


def chain_of(certificate: Certificate) -> list[Certificate]:
    """Return the certificates of which one took another's place, the first one first."""
    chain = [certificate]
    while before := chain[0].replaces:
        chain.insert(0, before)
    while after := Certificate.objects.filter(replaces=chain[-1]).first():
        chain.append(after)
    return chain


def replacement_notes(certificates: Collection[Certificate]) -> dict[int, str]:
    """Return what stands on the papers that were printed anew for lost ones, by the certificate's key.

    The number stays; the note tells how often the paper was replaced, and when last.
    """
    done = CertificateChange.objects.filter(
        certificate__in=certificates, kind=ChangeKind.REPLACE, status=ChangeStatus.DONE
    )
    return dict(_notes(done.order_by("certificate", "decided_at", "pk")))


def _notes(done: QuerySet[CertificateChange]) -> Iterator[tuple[int, str]]:
    for key, changes in groupby(done, lambda change: change.certificate_id):
        times = [change.decided_at for change in changes if change.decided_at]
        yield key, f"补发（第 {len(times)} 次）{date_in_words(clock.day_of(times[-1]))}"
