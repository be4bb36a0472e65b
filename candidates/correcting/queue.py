"""What the pages of corrections read."""

from dataclasses import dataclass

from django.db.models import Case, F, IntegerField, Q, QuerySet, When

from accounts.models import User
from accounts.rights import Perm
from candidates.correcting.facts import fact_of, facts_for, with_new_value
from candidates.eligibility.answer import Answer
from candidates.eligibility_data.rules import eligibility_for
from candidates.models import Correction, CorrectionStatus, Enrolment, Upload
from candidates.models.corrections import OPEN

JOINED = (
    "enrolment__candidate",
    "enrolment__batch__station__organisation",
    "enrolment__batch_item__batch",
    "enrolment__batch_item__plan_item__trade__occupation",
)


def corrections_waiting_for(user: User) -> QuerySet[Correction]:
    """Return the requests that this person has to decide on, the oldest first."""
    turn = Correction.objects.visible_to(user).filter(status__in=_turns_of(user))
    return turn.order_by("requested_at", "pk")


def own_turn_first(corrections: QuerySet[Correction], user: User) -> QuerySet[Correction]:
    """Order requests: the person's own turn, oldest first; other open ones; then what ended, newest first."""
    own = Q(status__in=_turns_of(user))
    turn = Case(When(own, then=0), When(status__in=OPEN, then=1), default=2, output_field=IntegerField())
    # Of who decides on nothing the default alone is left, and by a bare constant nothing can be sorted.
    waiting = Case(When(own, then=F("pk")), default=F("pk") * 0)
    return corrections.order_by(turn, waiting, "-requested_at", "-pk")


def _turns_of(user: User) -> list[CorrectionStatus]:
    """Return the states in which a request waits for this person."""
    turns = {
        CorrectionStatus.REQUESTED: Perm.CORRECTION_DECIDE,
        CorrectionStatus.ENDORSED: Perm.IDENTITY_CORRECT,
    }
    return [status for status, right in turns.items() if user.has_right(right)]


@dataclass(frozen=True, slots=True)
class Offer:
    """A fact that can be corrected: as it stands, and the request that waits for it."""

    name: str
    label: str
    present: str
    is_identity: bool
    waiting: Correction | None


def offers_of(enrolment: Enrolment) -> list[Offer]:
    """Return what can be asked for, in the order of the personal form."""
    waiting = {one.field: one for one in enrolment.corrections.filter(status__in=OPEN)}
    return [
        Offer(
            fact.name,
            fact.label(enrolment),
            fact.words(fact.value(enrolment)),
            fact.is_identity,
            waiting.get(fact.name),
        )
        for fact in facts_for(enrolment)
    ]


def evidence_of(correction: Correction) -> QuerySet[Upload]:
    """Return the pictures of the enrolment by which a request is judged."""
    return correction.enrolment.uploads.filter(kind__in=fact_of(correction).evidence)


def answer_after(correction: Correction) -> Answer | None:
    """Return whether the conditions are met once an open request is granted; None where it doesn't matter."""
    if not correction.is_open or fact_of(correction).point is None:
        return None
    return eligibility_for(with_new_value(correction))
