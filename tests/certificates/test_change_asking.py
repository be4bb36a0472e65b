"""Asking for certificates to be revoked, corrected or replaced: who, of which, and to what."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404

from accounts.identity import DocumentType
from accounts.models import User
from batches.models import Batch
from certificates.changes.asking import ask_change
from certificates.changes.facts import compared, wanted
from certificates.models import Certificate, CertificateChange, ChangeKind, ChangeStatus
from tests.certificates.changing import NOON, WHY, ask, granted, refused
from tests.factories import people, posting
from workflow.audit import history_of, verify
from workflow.lifecycle import perform

REVOKE, CORRECT, REPLACE = ChangeKind.REVOKE, ChangeKind.CORRECT, ChangeKind.REPLACE


@pytest.mark.parametrize("kind", [REVOKE, REPLACE])
def test_station_and_management_ask(
    certificate: Certificate, station_user: User, management_user: User, kind: ChangeKind
) -> None:
    for actor in (station_user, management_user):
        made = ask(certificate, kind, actor=actor)
        assert (made.kind, made.status, made.reason) == (kind, ChangeStatus.REQUESTED, WHY)
        assert (made.requested_by, made.requested_at, made.facts) == (actor, NOON, {})
        assert certificate.standing == "有效"
        made.delete()


def test_nobody_else_asks(
    certificate: Certificate, centre_user: User, other_station_user: User, branch_user: User
) -> None:
    for stranger in (other_station_user, branch_user):
        with pytest.raises(Http404):
            ask(certificate, REVOKE, actor=stranger)
    for insider in (centre_user, certificate.enrolment.candidate.user):
        with pytest.raises(PermissionDenied):
            ask(certificate, REVOKE, actor=insider)
    assert not CertificateChange.objects.exists()


def test_one_request_at_a_time(certificate: Certificate, station_user: User, management_user: User) -> None:
    ask(certificate, REPLACE, actor=station_user)
    words = refused(certificate, REVOKE, actor=management_user)
    assert words.startswith("本证书已申请补办，待指导中心审批。请等待办理")
    facts = {"kind": REVOKE, "reason": "x", "requested_by": management_user, "requested_at": NOON}
    with pytest.raises(IntegrityError), transaction.atomic():
        CertificateChange.objects.create(certificate=certificate, **facts)


def test_a_document_number_in_the_reason_is_masked(certificate: Certificate, station_user: User) -> None:
    number = people.document_number()
    made = ask_change(
        certificate=certificate, kind=REPLACE, reason=f"身份证 {number} 遗失", actor=station_user, at=NOON
    )
    assert number not in made.reason


def test_a_correction_names_what_differs_and_nothing_else(
    certificate: Certificate, station_user: User
) -> None:
    made = ask(
        certificate,
        CORRECT,
        actor=station_user,
        holder_name="林若曦",
        document_type="",
        document_number=certificate.document_number,
        theory=None,
        practical=Decimal("92.5"),
    )
    assert made.facts == {"holder_name": "林若曦"}
    assert [(row.label, row.old, row.new) for row in compared(made)] == [("姓名", "林若溪", "林若曦")]


def test_without_a_difference_there_is_nothing_to_correct(
    certificate: Certificate, station_user: User
) -> None:
    same = {"holder_name": "林若溪", "theory": Decimal(85)}
    for facts in ({}, same):
        words = refused(certificate, CORRECT, actor=station_user, **facts)
        assert words == "没有填写与原证书不同的内容。请填写需要更正的内容，其余留空。"


def test_a_document_number_is_checked_and_sealed(certificate: Certificate, station_user: User) -> None:
    right = people.document_number()
    wrong = right[:17] + ("1" if right[17] != "1" else "2")
    assert "校验位不符" in refused(certificate, CORRECT, actor=station_user, document_number=wrong)
    passport = {"document_type": DocumentType.PASSPORT.value}
    words = refused(certificate, CORRECT, actor=station_user, **passport)
    assert "护照号码应为 5 至 17 位" in words, "the old number isn't one of the new kind"
    made = ask(certificate, CORRECT, actor=station_user, document_number=right)
    assert right not in str(made.facts)
    fresh = CertificateChange.objects.get()
    assert wanted(fresh) == {"document_number": right}
    assert compared(fresh)[0].new == f"9901**********{right[-4:]}"
    assert right not in "".join(str(vars(event)) for event in history_of(fresh))


@pytest.mark.parametrize(
    ("theory", "practical", "grade"),
    [
        ("60", None, "合格"),
        ("79.5", None, "合格"),
        ("80", None, "良好"),
        ("90", None, "优秀"),
        (None, "80", "良好"),
    ],
)
def test_new_scores_give_a_new_grade(
    certificate: Certificate, station_user: User, theory: str | None, practical: str | None, grade: str
) -> None:
    typed = {"theory": theory, "practical": practical}
    facts: dict[str, Any] = {name: Decimal(score) for name, score in typed.items() if score}
    assert compared(ask(certificate, CORRECT, actor=station_user, **facts))[-1].new == grade


def test_a_score_that_fails_asks_for_revocation(certificate: Certificate, station_user: User) -> None:
    words = refused(certificate, CORRECT, actor=station_user, theory=Decimal("59.5"))
    assert words == "更正后的成绩不合格，不能换发证书（服务指南 4.6-1）。请改为申请撤销证书。"


def test_an_ended_certificate_is_not_changed_again(
    certificate: Certificate, station_user: User, centre_user: User
) -> None:
    done = granted(ask(certificate, CORRECT, actor=station_user, holder_name="林若曦"), by=centre_user)
    assert done.result
    words = refused(certificate, REPLACE, actor=station_user)
    assert words == f"证书 {certificate.number}已换发。请在换发的证书 {done.result.number}的页面办理。"
    granted(ask(done.result, REVOKE, actor=station_user), by=centre_user)
    words = refused(done.result, REPLACE, actor=station_user)
    assert words == f"证书 {done.result.number}已撤销。撤销有误的，请申请重新核发。"


def test_asking_stands_in_both_histories(certificate: Certificate, station_user: User) -> None:
    made = ask(certificate, REPLACE, actor=station_user)
    for target in (made, certificate):
        event = history_of(target).last()
        assert event
        assert (event.sentence, event.reason) == ("申请补办证书", WHY)
    assert verify() == []


def test_a_paper_on_its_way_is_not_replaced_before_its_parcel_arrived(
    batch: Batch, certificate: Certificate, station_user: User, management_user: User
) -> None:
    parcel = posting.sent(batch, management_user)
    certificate.refresh_from_db()
    assert "在途中（顺丰速运 SF1001）" in refused(certificate, REPLACE, actor=station_user)
    perform(parcel, "receive", actor=station_user, at=posting.noon(posting.ARRIVED_ON))
    certificate.refresh_from_db()
    assert ask(certificate, REPLACE, actor=station_user).status == ChangeStatus.REQUESTED
