"""Decisions on one certificate at the same instant."""

from collections.abc import Callable

import pytest

from accounts.models import User
from accounts.rights import Role
from batches.models import Batch
from certificates.models import Certificate, CertificateChange, ChangeKind
from ostami.problems import BlockedError
from tests.certificates.changing import NOON, ask, granted
from tests.factories import people, results
from tests.rivals import at_once, behind
from workflow.audit import verify
from workflow.lifecycle import perform

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def heard(act: Callable[[], object], done: str) -> str:
    try:
        act()
    except BlockedError as refused:
        return refused.problems[0].text
    return done


@pytest.fixture
def deciders(centre_user: User) -> list[User]:
    second = people.user("中心钱", Role.CENTRE, centre_user.organisation, person_name="钱中心")
    return [centre_user, second]


def test_of_two_approvals_one_wins(
    certificate: Certificate, station_user: User, deciders: list[User]
) -> None:
    asked = ask(certificate, ChangeKind.CORRECT, actor=station_user, holder_name="林若曦")
    answers = at_once(lambda who: heard(lambda: granted(asked, by=who), "done"), deciders)
    assert answers == ["done", "该事项已由他人处理，当前状态为“已办理”"]
    assert Certificate.objects.filter(replaces=certificate).count() == 1
    assert verify() == []


def test_of_approval_and_withdrawal_one_wins(
    certificate: Certificate, station_user: User, centre_user: User
) -> None:
    asked = ask(certificate, ChangeKind.REVOKE, actor=station_user)

    def act(move: str) -> str:
        actor = centre_user if move == "approve" else station_user
        return heard(lambda: perform(asked, move, actor=actor, at=NOON), "done")

    answers = at_once(act, ["approve", "withdraw"])
    assert answers[0] == "done"
    fresh = CertificateChange.objects.get()
    assert (fresh.status == "done") is not Certificate.objects.get(pk=certificate.pk).stands


def test_of_two_requests_one_is_made(
    certificate: Certificate, station_user: User, management_user: User
) -> None:
    def request(actor: User) -> str:
        return heard(lambda: ask(certificate, ChangeKind.REVOKE, actor=actor), "asked")

    answers = at_once(request, [station_user, management_user])
    assert answers == ["asked", "本证书已申请撤销，待指导中心审批"]


def test_a_request_beside_a_revocation_waits_and_is_refused(
    certificate: Certificate, station_user: User, management_user: User, centre_user: User
) -> None:
    asked = ask(certificate, ChangeKind.REVOKE, actor=station_user)
    answer = behind(
        lambda: granted(asked, by=centre_user),
        lambda: heard(
            lambda: ask(certificate, ChangeKind.CORRECT, actor=management_user, holder_name="林"), "asked"
        ),
    )
    assert answer == f"证书 {certificate.number}已撤销"


@pytest.mark.parametrize("kind", [ChangeKind.REVOKE, ChangeKind.CORRECT, ChangeKind.REPLACE])
def test_an_approval_while_the_certificate_is_revoked_does_nothing(
    certificate: Certificate, station_user: User, centre_user: User, kind: ChangeKind
) -> None:
    """The certificate ends while the centre decides, whatever ends it."""
    asked = ask(certificate, kind, actor=station_user, holder_name="林若曦")
    answer = behind(
        lambda: Certificate.objects.select_for_update().get(pk=certificate.pk)._move_to("revoked"),
        lambda: heard(lambda: granted(asked, by=centre_user), "done"),
    )
    assert "已撤销" in answer
    assert not Certificate.objects.filter(replaces=certificate).exists()
    assert CertificateChange.objects.get().status == "requested"


def test_corrections_and_a_batch_share_the_series_without_gap_or_double(
    batch: Batch, station_user: User, management_user: User, centre_user: User
) -> None:
    held = list(Certificate.objects.filter(enrolment__batch=batch))
    asked = [ask(one, ChangeKind.CORRECT, actor=station_user, holder_name=f"周{one.pk}") for one in held]
    later = results.approved(batch.station, management_user, {"周一": ("80", "80"), "周二": ("80", "80")})
    acts: list[Callable[[], object]] = [
        *(lambda change=one: granted(change, by=centre_user) for one in asked),
        lambda: results.certified(later, centre=centre_user),
    ]
    assert at_once(lambda act: heard(act, "done"), acts) == ["done"] * 3
    numbers = sorted(Certificate.objects.values_list("number", flat=True))
    assert numbers == [f"26492849014{serial:05d}" for serial in range(1, 7)]
    assert verify() == []
