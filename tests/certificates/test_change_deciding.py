"""Deciding on changes of certificates: by the centre, another person than asked; what follows and stays."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404

from accounts.models import User
from batches.models import Batch
from certificates.changes.selectors import chain_of, replacement_notes
from certificates.models import Certificate, CertificateChange, CertificateStatus, ChangeKind, ChangeStatus
from ostami.problems import BlockedError
from tests.certificates.changing import NOON, WHY, ask, granted
from tests.factories import people, results
from workflow.audit import history_of, verify
from workflow.lifecycle import available_transitions, perform

REVOKE, CORRECT, REPLACE = ChangeKind.REVOKE, ChangeKind.CORRECT, ChangeKind.REPLACE


def buttons(case: Certificate | CertificateChange, actor: User) -> list[str]:
    return [one.transition.name for one in available_transitions(case, actor) if not one.hidden]


def test_who_has_which_button(
    certificate: Certificate, station_user: User, management_user: User, centre_user: User
) -> None:
    asked = ask(certificate, REVOKE, actor=station_user)
    assert buttons(asked, centre_user) == ["approve", "refuse"]
    assert buttons(asked, station_user) == ["withdraw"]
    assert buttons(asked, management_user) == []
    assert buttons(asked, certificate.enrolment.candidate.user) == []
    with pytest.raises(BlockedError, match="只有提出申请的单位可以撤回申请"):
        perform(asked, "withdraw", actor=management_user)
    for outsider in (station_user, management_user):
        with pytest.raises(PermissionDenied):
            perform(asked, "approve", actor=outsider)


def test_another_station_does_not_find_it(
    certificate: Certificate, station_user: User, other_station_user: User
) -> None:
    with pytest.raises(Http404):
        perform(ask(certificate, REVOKE, actor=station_user), "withdraw", actor=other_station_user)


def test_whoever_asked_does_not_decide(certificate: Certificate, centre_user: User) -> None:
    """As when somebody of management has changed over to the centre since."""
    facts = {"kind": REVOKE, "reason": WHY, "requested_by": centre_user, "requested_at": NOON}
    asked = CertificateChange.objects.create(certificate=certificate, **facts)
    for move in ("approve", "refuse"):
        with pytest.raises(BlockedError, match="申请人不能审批自己的申请"):
            perform(asked, move, actor=centre_user, reason="x")
    asked.decided_by = centre_user
    with pytest.raises(IntegrityError), transaction.atomic():
        asked.save()


def test_a_revoked_certificate_counts_no_more(
    certificate: Certificate, station_user: User, centre_user: User
) -> None:
    done = granted(ask(certificate, REVOKE, actor=station_user), by=centre_user)
    certificate.refresh_from_db()
    assert (done.status, done.decided_by, done.decided_at) == (ChangeStatus.DONE, centre_user, NOON)
    assert (certificate.status, certificate.standing) == (CertificateStatus.REVOKED, "已撤销")
    last = history_of(certificate).last()
    assert last
    assert (last.sentence, last.reason, last.actor) == ("撤销了证书", WHY, centre_user)
    assert verify() == []


def test_a_corrected_certificate_is_issued_anew_with_a_new_number(
    certificate: Certificate, station_user: User, centre_user: User
) -> None:
    number = people.document_number()
    asked = ask(certificate, CORRECT, actor=station_user, holder_name="林若曦", document_number=number)
    new = granted(asked, by=centre_user).result
    assert new is not None
    new, old = Certificate.objects.get(pk=new.pk), Certificate.objects.get(pk=certificate.pk)
    assert (new.holder_name, new.document_number) == ("林若曦", number)
    assert (new.number, new.issued_on.isoformat()) == ("2649284901400003", "2026-09-20")
    assert (new.status, new.replaces, old.status) == ("issued", old, "reissued")
    assert old.holder_name == "林若溪", "the old one stays as it was printed"
    assert (new.token != old.token, new.uid != old.uid, new.file.name) == (True, True, "")
    kept = ("enrolment", "scheme", "occupation_code", "trade_name", "level_label", "theory", "grade")
    assert [getattr(new, name) for name in kept] == [getattr(old, name) for name in kept]
    assert chain_of(old) == chain_of(new) == [old, new]


def test_without_a_new_document_the_number_is_sealed_for_the_new_row(
    certificate: Certificate, station_user: User, centre_user: User
) -> None:
    new = granted(ask(certificate, CORRECT, actor=station_user, holder_name="林"), by=centre_user).result
    assert new
    assert Certificate.objects.get(pk=new.pk).document_number == certificate.document_number
    assert new.document_sealed != certificate.document_sealed


def test_corrected_scores_give_their_grade(
    certificate: Certificate, station_user: User, centre_user: User
) -> None:
    asked = ask(certificate, CORRECT, actor=station_user, theory=Decimal(79))
    new = granted(asked, by=centre_user).result
    assert new
    fresh = Certificate.objects.get(pk=new.pk)
    assert (fresh.theory, fresh.practical, fresh.grade) == (Decimal(79), Decimal("92.5"), "合格")
    event = history_of(fresh).get()
    assert event.sentence == f"换发了证书，原编号 {certificate.number}"
    assert event.changes == {"理论成绩": ["85", "79"], "评定成绩": ["良好", "合格"]}
    assert [one.action for one in history_of(certificate)] == ["issue", "ask_change", "reissue"]


def test_no_name_or_document_enters_the_chain(
    certificate: Certificate, station_user: User, centre_user: User
) -> None:
    number = people.document_number()
    asked = ask(certificate, CORRECT, actor=station_user, holder_name="林若曦", document_number=number)
    new = granted(asked, by=centre_user).result
    assert new
    event = history_of(new).get()
    assert event.changes == {"姓名": ["", "已更正"], "证件号码": ["", "已更正"]}


def test_a_lost_certificate_keeps_its_number_and_is_counted(
    certificate: Certificate, station_user: User, centre_user: User
) -> None:
    assert replacement_notes([certificate]) == {}
    for _ in range(2):
        granted(ask(certificate, REPLACE, actor=station_user), by=centre_user)
    assert replacement_notes([certificate]) == {certificate.pk: "补发（第 2 次）2026 年 9 月 20 日"}
    fresh = Certificate.objects.get(pk=certificate.pk)
    assert (fresh.number, fresh.status) == (certificate.number, CertificateStatus.ISSUED)
    last = history_of(certificate).last()
    assert last
    assert last.sentence == "补办了证书，编号不变"


@pytest.mark.parametrize("kind", [REVOKE, CORRECT, REPLACE])
@pytest.mark.parametrize(("move", "status"), [("refuse", "refused"), ("withdraw", "withdrawn")])
def test_without_approval_all_stays(
    certificate: Certificate, station_user: User, centre_user: User, kind: ChangeKind, move: str, status: str
) -> None:
    asked = ask(certificate, kind, actor=station_user, holder_name="林若曦")
    actor = centre_user if move == "refuse" else station_user
    if move == "refuse":
        with pytest.raises(BlockedError, match="请填写不同意的原因"):
            perform(asked, move, actor=actor)
    ended = perform(asked, move, actor=actor, at=NOON, reason="材料不全")
    assert (ended.status, ended.decided_at) == (status, NOON)
    assert ended.decided_by == (centre_user if move == "refuse" else None)
    assert Certificate.objects.filter(enrolment=certificate.enrolment_id).get().stands
    assert replacement_notes([certificate]) == {}
    ask(certificate, kind, actor=station_user, holder_name="林若曦")


def test_nobody_ends_a_certificate_without_a_change(
    certificate: Certificate, batch: Batch, station_user: User, centre_user: User
) -> None:
    for move in ("revoke", "reissue"):
        assert move not in buttons(certificate, centre_user)
        with pytest.raises(BlockedError, match="证书须经申请、由指导中心审批"):
            perform(certificate, move, actor=centre_user, reason="x")
    other = Certificate.objects.filter(enrolment__batch=batch).exclude(pk=certificate.pk).get()
    asked = ask(other, REVOKE, actor=station_user)
    with pytest.raises(BlockedError, match="证书须经申请"):
        perform(certificate, "revoke", actor=centre_user, reason="x", change=asked)


def test_a_certificate_that_ended_meanwhile_is_not_corrected(
    certificate: Certificate, station_user: User, centre_user: User
) -> None:
    for kind in (REVOKE, CORRECT, REPLACE):
        asked = ask(certificate, kind, actor=station_user, holder_name="林若曦")
        certificate._move_to("revoked")
        with pytest.raises(BlockedError, match="已撤销"):
            granted(asked, by=centre_user)
        certificate._move_to("issued")
        perform(asked, "withdraw", actor=station_user)


@pytest.mark.parametrize("status", ["issued", "posted", "received"])
def test_a_certificate_is_corrected_wherever_its_paper_is(
    certificate: Certificate, station_user: User, centre_user: User, status: str
) -> None:
    certificate._move_to(status)
    new = granted(ask(certificate, CORRECT, actor=station_user, holder_name="林"), by=centre_user).result
    assert new
    assert new.status == CertificateStatus.ISSUED, "the new paper is posted like any other"


def test_a_number_is_lost_to_no_reissue_that_fails(
    certificate: Certificate, batch: Batch, station_user: User, management_user: User, centre_user: User
) -> None:
    asked = ask(certificate, CORRECT, actor=station_user, holder_name="林若曦")
    with transaction.atomic():
        granted(asked, by=centre_user)
        transaction.set_rollback(True)
    again = results.certified_batch(batch.station, management_user, centre_user, {"周后来": ("85", "85")})
    assert Certificate.objects.get(enrolment__batch=again).number == "2649284901400003"
