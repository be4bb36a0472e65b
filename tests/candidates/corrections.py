"""Asking for corrections, as the tests of their rules, decisions and pages do."""

from datetime import datetime

import pytest

from accounts.models import User
from candidates.correcting.facts import FIELDS
from candidates.models import Correction, Enrolment
from candidates.services.corrections import request_correction
from ostami.clock import SHANGHAI
from ostami.problems import BlockedError

NOON = datetime(2026, 8, 1, 12, tzinfo=SHANGHAI)
WHY = "填写时看错，以学生证为准"


def ask(enrolment: Enrolment, name: str, value: object, *, actor: User | None = None) -> Correction:
    who = actor or enrolment.candidate.user
    return request_correction(
        enrolment=enrolment, fact=FIELDS[name], value=value, reason=WHY, actor=who, at=NOON
    )


def refused(enrolment: Enrolment, name: str, value: object) -> str:
    with pytest.raises(BlockedError) as blocked:
        ask(enrolment, name, value)
    return str(blocked.value)
