"""Two people at one instant: nothing is posted, confirmed or handed over twice."""

from typing import Any

import pytest

from accounts.models import User
from accounts.rights import Role
from batches.models import Batch
from certificates.blanks.writing import Move, enter
from certificates.models import Certificate, CertificateStatus, Handover, Shipment
from certificates.posting.handing_over import hand_over, not_collected
from certificates.posting.shipping import unsent
from ostami.problems import BlockedError
from scope_catalog.choices import Scheme
from tests.factories import people, posting
from tests.factories.posting import ARRIVED_ON, noon
from tests.rivals import at_once, behind
from workflow.audit import verify
from workflow.lifecycle import perform

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
POSTED = "该事项已由他人处理，当前状态为“已邮寄”。请刷新页面后查看办理记录。"
TAKEN = "该事项已由他人处理，当前状态为“已领取”。请刷新页面后查看办理记录。"


def outcome(act: Any) -> str:
    try:
        act()
    except BlockedError as refused:
        return str(refused)
    return "done"


def test_two_people_ship_the_same_certificates_once(batch: Batch, management_user: User) -> None:
    second = people.user("管理员李", Role.MANAGEMENT, management_user.organisation, person_name="李管理")
    waiting = list(unsent(batch))
    rivals = [(management_user, "SF1", waiting), (second, "SF2", waiting[::-1])]
    answers = at_once(lambda one: outcome(lambda: posting.sent(batch, one[0], one[2], number=one[1])), rivals)
    assert answers == ["done", POSTED]
    assert Shipment.objects.get().certificates.count() == 2
    assert verify() == []


def test_the_second_waits_for_the_first_and_reads_that_it_is_done(
    batch: Batch, management_user: User
) -> None:
    waiting = list(unsent(batch))
    answer = behind(
        lambda: posting.sent(batch, management_user, waiting[:1]),
        lambda: outcome(lambda: posting.sent(batch, management_user, waiting, number="SF2")),
    )
    assert answer == POSTED
    assert list(unsent(batch)) == waiting[1:]


def test_one_tracking_number_at_two_batches_is_registered_once(
    batch: Batch, other_batch: Batch, management_user: User
) -> None:
    answer = behind(
        lambda: posting.sent(batch, management_user),
        lambda: outcome(lambda: posting.sent(other_batch, management_user)),
    )
    assert answer.startswith("运单 顺丰速运 SF1001 已经登记过")
    assert Shipment.objects.get().batch == batch
    assert unsent(other_batch).count() == 1


def test_a_certificate_is_handed_over_once(batch: Batch, management_user: User, station_user: User) -> None:
    posting.arrived(batch, management_user)
    waiting = list(not_collected(batch))

    def take(certificates: list[Certificate]) -> str:
        return outcome(
            lambda: hand_over(
                certificates=certificates, taken_on=ARRIVED_ON, actor=station_user, at=noon(ARRIVED_ON)
            )
        )

    assert at_once(take, [waiting, waiting[::-1]]) == ["done", TAKEN]
    assert Handover.objects.count() == 2
    assert verify() == []


def test_a_parcel_is_confirmed_once(batch: Batch, management_user: User, station_user: User) -> None:
    shipment = posting.sent(batch, management_user)

    def confirm(_: int) -> str:
        return outcome(lambda: perform(shipment, "receive", actor=station_user, at=noon(ARRIVED_ON)))

    answers = at_once(confirm, [1, 2])
    assert answers[0] == "done"
    assert "当前状态为“考试站已签收”" in answers[1]
    assert set(Certificate.objects.values_list("status", flat=True)) == {CertificateStatus.POSTED}


def test_the_last_blanks_are_handed_out_once(management_user: User) -> None:
    def take(count: int) -> str:
        move = Move(Scheme.ABILITY, "handed_out", count, note="培训用")
        return outcome(lambda: enter(move=move, actor=management_user, at=noon()))

    enter(move=Move(Scheme.ABILITY, "received", 10), actor=management_user, at=noon())
    answers = at_once(take, [6, 6])
    assert answers[0] == "done"
    assert "“库存”不足，还差 2 张" in answers[1]
