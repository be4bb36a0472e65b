"""Renewing appointments, one or many; each is written and audited by itself."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from accounts.models import User
from examiners.models import Examiner
from examiners.renewals import Outcome, Verdict, weigh_one
from examiners.services.roster import locked_examiner
from ostami import clock
from workflow import audit


def renew_examiners(*, examiners: Iterable[Examiner], actor: User, at: datetime) -> list[Outcome]:
    """Renew each appointment that can be, and tell of each what became of it.

    One that somebody else renewed since the list was read isn't renewed a second time: it isn't near its end
    any more.
    """
    return [_renew(examiner, actor, at) for examiner in examiners]


@transaction.atomic
def _renew(examiner: Examiner, actor: User, at: datetime) -> Outcome:
    stored = locked_examiner(examiner)
    outcome = weigh_one(stored, on=clock.day_of(at))
    if outcome.term is None:
        return outcome
    old = stored.validity
    stored.valid_from, stored.valid_to = outcome.term
    stored.save(update_fields=["valid_from", "valid_to"])
    changes = {"有效期": (old, stored.validity)}
    audit.record(stored, action="renew", sentence="考评员资格续期", actor=actor, at=at, changes=changes)
    return replace(outcome, verdict=Verdict.RENEWED)
