"""A certificate that was revoked by mistake is issued anew: with a new number, by two people."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from candidates.progress import StageState, progress_of
from certificates.changes.asking import kinds_for
from certificates.changes.selectors import chain_of
from certificates.lookup import Query, look_up
from certificates.models import Certificate, CertificateStatus, ChangeKind
from ostami.problems import BlockedError
from tests.certificates.changing import NOON, ask, granted, refused
from workflow.audit import history_of, verify

STANDING_KINDS = [ChangeKind.REVOKE, ChangeKind.CORRECT, ChangeKind.REPLACE]


@pytest.fixture
def revoked(certificate: Certificate, station_user: User, centre_user: User) -> Certificate:
    granted(ask(certificate, ChangeKind.REVOKE, actor=station_user), by=centre_user)
    return Certificate.objects.get(pk=certificate.pk)


def test_the_new_one_says_the_same_under_a_new_number(
    revoked: Certificate, management_user: User, centre_user: User
) -> None:
    new = granted(ask(revoked, ChangeKind.REISSUE, actor=management_user), by=centre_user).result
    assert new
    new, old = Certificate.objects.get(pk=new.pk), Certificate.objects.get(pk=revoked.pk)
    assert (old.status, new.status, new.number) == (CertificateStatus.REVOKED, "issued", "2649284901400003")
    same = ("holder_name", "document_number", "theory", "practical", "grade", "body_name", "exam_date")
    assert [getattr(new, name) for name in same] == [getattr(old, name) for name in same]
    assert chain_of(new) == [old, new]
    (found,) = look_up(Query.typed(name="林若溪", number=old.number))
    assert (found.certificate.standing, found.successor) == ("已撤销", "2649********0003")
    sentences = [event.sentence for one in (old, new) for event in history_of(one).filter(at=NOON)]
    assert sentences[-2:] == [
        "重新核发了证书，新编号 2649284901400003",
        "重新核发了证书，原编号 2649284901400001（已撤销）",
    ]
    assert kinds_for(old) == []
    assert verify() == []


def test_it_is_asked_for_a_revoked_certificate_alone(
    certificate: Certificate, station_user: User, centre_user: User
) -> None:
    assert kinds_for(certificate) == STANDING_KINDS
    assert "有效，不须重新核发" in refused(certificate, ChangeKind.REISSUE, actor=station_user)
    new = granted(
        ask(certificate, ChangeKind.CORRECT, actor=station_user, holder_name="林"), by=centre_user
    ).result
    old = Certificate.objects.get(pk=certificate.pk)
    assert f"请在换发的{new}的页面办理" in refused(old, ChangeKind.REISSUE, actor=station_user)


def test_it_is_issued_once(revoked: Certificate, station_user: User, centre_user: User) -> None:
    assert kinds_for(revoked) == [ChangeKind.REISSUE]
    done = granted(ask(revoked, ChangeKind.REISSUE, actor=station_user), by=centre_user)
    assert f"持证人另有{done.result}" in refused(revoked, ChangeKind.REISSUE, actor=station_user)


def test_one_that_another_took_the_place_of_meanwhile_is_not_issued(
    revoked: Certificate, station_user: User, centre_user: User
) -> None:
    asked = ask(revoked, ChangeKind.REISSUE, actor=station_user)
    revoked._move_to("issued")
    with pytest.raises(BlockedError, match="有效，不须重新核发"):
        granted(asked, by=centre_user)


def test_only_what_brings_a_certificate_has_a_result(
    revoked: Certificate, station_user: User, centre_user: User
) -> None:
    done = granted(ask(revoked, ChangeKind.REISSUE, actor=station_user), by=centre_user)
    done.kind = ChangeKind.REPLACE
    with pytest.raises(IntegrityError), transaction.atomic():
        done.save()


def test_the_holder_of_a_revoked_one_is_not_told_to_wait(
    revoked: Certificate, station_user: User, centre_user: User
) -> None:
    enrolment = revoked.enrolment
    stage = progress_of([enrolment], at=NOON)[enrolment.pk][-1]
    assert (stage.state, stage.words) == (StageState.STOPPED, "证书已撤销")
    assert stage.address == revoked.get_absolute_url()
    granted(ask(revoked, ChangeKind.REISSUE, actor=station_user), by=centre_user)
    assert progress_of([enrolment], at=NOON)[enrolment.pk][-1].state == StageState.DONE
