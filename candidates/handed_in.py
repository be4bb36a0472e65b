"""A roster that was handed in, as its page shows it: whether it is intact, and what was corrected since."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Q

from accounts.models import User
from batches.models import Batch
from candidates.correcting.facts import FACTS, label_of
from candidates.models import Correction, CorrectionStatus, Enrolment, FrozenRoster
from candidates.rosters.frozen import Contents, contents_of, short_digest
from candidates.selectors import ENROLMENT_FACTS
from candidates.sheets.roster import ROSTER_COLUMNS
from ostami.problems import BlockedError

FACTS_OF_PERSON = [fact.name for fact in FACTS if fact.of_person]


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction that was approved after the roster was handed in, with the person's number on it."""

    number: int | None
    label: str
    correction: Correction


@dataclass(frozen=True, slots=True)
class HandedIn:
    """The roster that was handed in; `altered` says so where its bytes no longer give the digest."""

    frozen: FrozenRoster
    altered: str
    corrected: tuple[Corrected, ...]

    @property
    def short_digest(self) -> str:
        """The digest's first digits, in groups."""
        return short_digest(self.frozen.digest)


def handed_in(batch: Batch, *, user: User) -> HandedIn | None:
    """Return the roster of a batch as it was handed in; None before that."""
    frozen = FrozenRoster.objects.visible_to(user).filter(batch=batch).first()
    if frozen is None:
        return None
    contents, altered = _verdict(frozen)
    numbers = contents.numbers if contents else {}
    return HandedIn(frozen, altered, tuple(_corrected(frozen, numbers)))


def _verdict(frozen: FrozenRoster) -> tuple[Contents | None, str]:
    try:
        return contents_of(frozen, columns=ROSTER_COLUMNS), ""
    except BlockedError as blocked:
        return None, str(blocked)


def _corrected(frozen: FrozenRoster, numbers: Mapping[int, int]) -> Iterator[Corrected]:
    """Yield what was corrected since, a fact of the person in whichever enrolment it was asked for."""
    people = dict(Enrolment.objects.filter(pk__in=numbers).values_list("candidate", "pk"))
    of_person = Q(field__in=FACTS_OF_PERSON, enrolment__candidate__in=people)
    approved = Correction.objects.filter(
        Q(enrolment__batch=frozen.batch_id) | of_person,
        status=CorrectionStatus.APPROVED,
        decided_at__gte=frozen.frozen_at,
    )
    facts = [f"enrolment__{fact}" for fact in ENROLMENT_FACTS]
    for one in approved.select_related(*facts).order_by("decided_at", "pk"):
        number = numbers.get(people.get(one.enrolment.candidate_id, 0))
        yield Corrected(number, label_of(one), one)
