"""A change's transitions, and what changes do to a certificate, from every status by every role."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from certificates.models import Certificate, CertificateChange, CertificateStatus, ChangeKind, ChangeStatus
from ostami.problems import BlockedError
from tests.certificates.changing import NOON, ask
from workflow.lifecycle import StaleError, perform

CHANGE_MOVES = {
    "approve": ("centre", {"requested"}, "done"),
    "refuse": ("centre", {"requested"}, "refused"),
    "withdraw": ("station", {"requested"}, "withdrawn"),
}
MOVES = {"revoke": "revoked", "reissue": "reissued", "replace": "issued"}
STANDING = {"issued", "posted", "received"}
ROLES = ("station", "management", "centre", "candidate")


@pytest.fixture
def cast(
    certificate: Certificate, station_user: User, management_user: User, centre_user: User
) -> dict[str, User]:
    holder = certificate.enrolment.candidate.user
    everybody = (station_user, management_user, centre_user, holder)
    return dict(zip(ROLES, everybody, strict=True))


def outcome(case: Certificate | CertificateChange, move: str, actor: User, **data: object) -> str:
    try:
        return perform(case, move, actor=actor, at=NOON, reason="理由", **data).status
    except PermissionDenied:
        return "denied"
    except StaleError:
        return "stale"
    except BlockedError:
        return "blocked"


@pytest.mark.parametrize("status", ChangeStatus.values)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("move", CHANGE_MOVES)
def test_changes(certificate: Certificate, cast: dict[str, User], move: str, role: str, status: str) -> None:
    asked = ask(certificate, ChangeKind.REPLACE, actor=cast["station"])
    asked._move_to(status)
    mover, sources, target = CHANGE_MOVES[move]
    if role == mover:
        expected = target if status in sources else "stale"
    elif (role, move) == ("management", "withdraw"):
        # It has the right, but this is the station's request.
        expected = "blocked" if status in sources else "stale"
    else:
        expected = "denied"
    assert outcome(asked, move, cast[role]) == expected


@pytest.mark.parametrize("status", CertificateStatus.values)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("move", MOVES)
def test_certificates(
    certificate: Certificate, cast: dict[str, User], move: str, role: str, status: str
) -> None:
    asked = ask(certificate, ChangeKind.REVOKE, actor=cast["station"])
    certificate._move_to(status)
    allowed = MOVES[move] if status in STANDING else "stale"
    expected = allowed if role == "centre" else "denied"
    assert outcome(certificate, move, cast[role], change=asked) == expected
