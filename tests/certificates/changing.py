"""Asking for changes of certificates, as the tests of their rules, decisions and pages do."""

from datetime import date, datetime
from typing import Any

import pytest

from accounts.models import User
from certificates.changes.asking import ask_change
from certificates.models import Certificate, CertificateChange, ChangeKind
from ostami.problems import BlockedError
from tests.factories import exam
from workflow.lifecycle import perform

NOON = exam.noon(date(2026, 9, 20))
WHY = "持证人书面说明，已核对身份证"


def ask(
    certificate: Certificate,
    kind: ChangeKind,
    *,
    actor: User,
    at: datetime = NOON,
    **facts: Any,
) -> CertificateChange:
    return ask_change(certificate=certificate, kind=kind, reason=WHY, actor=actor, at=at, facts=facts)


def refused(certificate: Certificate, kind: ChangeKind, *, actor: User, **facts: Any) -> str:
    with pytest.raises(BlockedError) as blocked:
        ask(certificate, kind, actor=actor, **facts)
    return str(blocked.value)


def granted(change: CertificateChange, *, by: User) -> CertificateChange:
    return perform(change, "approve", actor=by, at=NOON)
