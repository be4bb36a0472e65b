"""From management's post to the holder's hands: every step, its borders, and who may take it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from batches.models import Batch
from candidates.progress import progress_of
from certificates.models import (
    Certificate,
    CertificateStatus,
    Handover,
    Settlement,
    SettlementStatus,
    Shipment,
)
from certificates.posting.handing_over import hand_over, not_collected
from certificates.posting.shipping import unsent
from ostami.problems import BlockedError
from stations.models import Station
from tests.factories import posting, results
from tests.factories.posting import ARRIVED_ON, SENT_ON, noon
from workflow.audit import history_of, verify
from workflow.lifecycle import StaleError, perform


def statuses(batch: Batch) -> list[str]:
    found = Certificate.objects.filter(enrolment__batch=batch).in_roster_order()
    return list(found.values_list("status", flat=True))


def stage_of(certificate: Certificate) -> str:
    enrolment = certificate.enrolment
    return progress_of([enrolment], at=noon(ARRIVED_ON))[enrolment.pk][-1].words


def test_management_ships_a_batch_and_every_certificate_is_on_its_way(
    batch: Batch, management_user: User
) -> None:
    shipment = posting.sent(batch, management_user)
    assert statuses(batch) == ["posted", "posted"]
    assert [one.holder_name for one in shipment.certificates.in_roster_order()] == ["林若溪", "买买提·艾力"]
    (event,) = history_of(shipment)
    assert event.sentence == "寄出了 2 本证书（顺丰速运 SF1001）"
    last = history_of(shipment.certificates.all()[0]).last()
    assert last is not None
    assert (last.sentence, last.source, last.target) == ("邮寄了证书", "issued", "posted")
    assert verify() == []


def test_a_batch_goes_in_several_parcels(batch: Batch, management_user: User) -> None:
    first, second = unsent(batch)
    posting.sent(batch, management_user, [first])
    assert statuses(batch) == ["posted", "issued"]
    assert list(unsent(batch)) == [second]
    posting.sent(batch, management_user, [second], number="SF1002")
    assert not unsent(batch).exists()
    assert Shipment.objects.filter(batch=batch).count() == 2


def test_a_certificate_is_posted_once(batch: Batch, management_user: User) -> None:
    waiting = list(unsent(batch))
    posting.sent(batch, management_user, waiting[:1])
    with pytest.raises(StaleError, match="已由他人处理，当前状态为“已邮寄”"):
        posting.sent(batch, management_user, waiting, number="SF1002")
    assert statuses(batch) == ["posted", "issued"]
    assert Shipment.objects.count() == 1


def test_a_tracking_number_is_registered_once(batch: Batch, management_user: User) -> None:
    first, second = unsent(batch)
    posting.sent(batch, management_user, [first])
    with pytest.raises(BlockedError, match="运单 顺丰速运 SF1001 已经登记过"):
        posting.sent(batch, management_user, [second])


def test_an_empty_parcel_is_none(batch: Batch, management_user: User) -> None:
    with pytest.raises(BlockedError, match="请勾选邮寄件内的证书"):
        posting.sent(batch, management_user, [])


@pytest.mark.parametrize(
    ("sent_on", "refusal"),
    [
        (results.ISSUED_ON - timedelta(days=1), "寄出日期早于发证日期 2026-09-08"),
        (results.ISSUED_ON, ""),
        (SENT_ON, ""),
        (SENT_ON + timedelta(days=1), "寄出日期不能晚于今天"),
    ],
)
def test_a_parcel_goes_between_the_issue_and_today(
    batch: Batch, management_user: User, sent_on: date, refusal: str
) -> None:
    if not refusal:
        assert posting.sent(batch, management_user, sent_on=sent_on).sent_on == sent_on
        return
    with pytest.raises(BlockedError, match=refusal):
        posting.sent(batch, management_user, sent_on=sent_on)
    assert statuses(batch) == ["issued", "issued"]


def test_nothing_is_posted_before_certificates_are_issued(approved: Batch, management_user: User) -> None:
    with pytest.raises(BlockedError, match=r"还没有核发证书（服务指南 4.6-7）"):
        posting.sent(approved, management_user)


@pytest.mark.parametrize("status", [one for one in SettlementStatus if one != SettlementStatus.CONFIRMED])
def test_nothing_is_posted_before_the_payment_is_confirmed(
    batch: Batch, management_user: User, status: SettlementStatus
) -> None:
    Settlement.objects.get(batch=batch)._move_to(status)
    with pytest.raises(BlockedError, match=f"证书结算为“{status.label}”（服务指南 4.6-7）"):
        posting.sent(batch, management_user)


def test_another_batchs_certificates_dont_ride_along(
    batch: Batch, other_batch: Batch, management_user: User
) -> None:
    with pytest.raises(BlockedError, match="所选证书不全是本批次的"):
        posting.sent(batch, management_user, [*unsent(batch), *unsent(other_batch)])


def test_only_management_ships_and_only_its_own_stations_batches(
    batch: Batch, station_user: User, centre_user: User, management_user: User
) -> None:
    for other in (station_user, centre_user):
        with pytest.raises(PermissionDenied, match="此事由管理站办理"):
            posting.sent(batch, other)
    management_user.organisation = None
    with pytest.raises(Http404):
        posting.sent(batch, management_user)
    assert statuses(batch) == ["issued", "issued"]


def test_the_station_confirms_the_arrival_with_differences_in_words(
    batch: Batch, management_user: User, station_user: User
) -> None:
    shipment = perform(
        posting.sent(batch, management_user),
        "receive",
        actor=station_user,
        at=noon(ARRIVED_ON),
        reason="缺买买提·艾力一本",
    )
    assert (shipment.status, shipment.received_at) == ("received", noon(ARRIVED_ON))
    last = history_of(shipment).last()
    assert last is not None
    assert (last.sentence, last.reason) == ("签收了证书邮寄件", "缺买买提·艾力一本")
    with pytest.raises(StaleError):
        perform(shipment, "receive", actor=station_user)


def test_no_other_station_confirms_and_neither_does_the_sender(
    batch: Batch, management_user: User, other_station_user: User
) -> None:
    shipment = posting.sent(batch, management_user)
    with pytest.raises(Http404):
        perform(shipment, "receive", actor=other_station_user)
    with pytest.raises(PermissionDenied, match="此事由考试站办理"):
        perform(shipment, "receive", actor=management_user)


def test_the_station_hands_over_to_the_holders_and_to_one_in_their_place(
    batch: Batch, management_user: User, station_user: User
) -> None:
    posting.arrived(batch, management_user)
    first, second = not_collected(batch)
    hand_over(certificates=[first], taken_on=ARRIVED_ON, actor=station_user, at=noon(ARRIVED_ON))
    assert list(not_collected(batch)) == [second]
    hand_over(
        certificates=[second],
        taken_on=ARRIVED_ON,
        taken_by="周班主任",
        actor=station_user,
        at=noon(ARRIVED_ON),
    )
    taken = Handover.objects.order_by("pk").values_list("taken_by", "own")
    assert list(taken) == [("林若溪", True), ("周班主任", False)]
    assert statuses(batch) == ["received", "received"]


def test_more_certificates_in_a_parcel_take_no_more_queries(
    batch: Batch, management_user: User, station: Station, centre_user: User
) -> None:
    many = results.certified_batch(
        station, management_user, centre_user, dict.fromkeys(("甲", "乙", "丙", "丁"), results.PASS)
    )
    posting.sent(batch, management_user, list(unsent(batch))[:1])
    counted = []
    for number, certificates in (("SF1", list(unsent(batch))), ("SF4", list(unsent(many)))):
        with CaptureQueriesContext(connection) as queries:
            posting.sent(certificates[0].batch, management_user, certificates, number=number)
        counted.append(len(queries))
    assert counted[0] == counted[1]
    assert verify() == []


def test_nothing_is_handed_over_before_it_arrived(
    batch: Batch, management_user: User, station_user: User
) -> None:
    inside = list(posting.sent(batch, management_user).certificates.all())
    assert not not_collected(batch).exists()
    with pytest.raises(BlockedError, match="所在的邮寄件还没有签收") as refused:
        hand_over(certificates=inside, taken_on=SENT_ON, actor=station_user, at=noon())
    assert len(refused.value.problems) == 2
    assert statuses(batch) == ["posted", "posted"]


def test_a_handover_lies_between_the_arrival_and_today(
    batch: Batch, management_user: User, station_user: User
) -> None:
    posting.arrived(batch, management_user)
    waiting = list(not_collected(batch))
    for day, refusal in (
        (ARRIVED_ON + timedelta(days=1), "领取日期不能晚于今天"),
        (ARRIVED_ON - timedelta(days=1), "领取日期早于邮寄件的签收日期 2026-09-12"),
    ):
        with pytest.raises(BlockedError, match=refusal):
            hand_over(certificates=waiting, taken_on=day, actor=station_user, at=noon(ARRIVED_ON))
    with pytest.raises(BlockedError, match="请勾选已领取的证书"):
        hand_over(certificates=[], taken_on=ARRIVED_ON, actor=station_user, at=noon(ARRIVED_ON))
    assert not Handover.objects.exists()


def test_nobody_hands_over_anothers_certificates(
    batch: Batch, management_user: User, other_station_user: User
) -> None:
    posting.arrived(batch, management_user)
    waiting = list(not_collected(batch))
    with pytest.raises(Http404):
        hand_over(certificates=waiting, taken_on=ARRIVED_ON, actor=other_station_user, at=noon(ARRIVED_ON))
    with pytest.raises(PermissionDenied):
        hand_over(certificates=waiting, taken_on=ARRIVED_ON, actor=management_user, at=noon(ARRIVED_ON))


def test_a_certificate_is_handed_over_once(batch: Batch, management_user: User, station_user: User) -> None:
    posting.arrived(batch, management_user)
    waiting = list(not_collected(batch))
    hand_over(certificates=waiting, taken_on=ARRIVED_ON, actor=station_user, at=noon(ARRIVED_ON))
    with pytest.raises(StaleError, match="当前状态为“已领取”"):
        hand_over(certificates=waiting, taken_on=ARRIVED_ON, actor=station_user, at=noon(ARRIVED_ON))
    assert Handover.objects.count() == 2


def test_what_ended_is_neither_posted_nor_handed_over(
    batch: Batch, management_user: User, station_user: User
) -> None:
    first, second = unsent(batch)
    first._move_to(CertificateStatus.REVOKED)
    assert list(unsent(batch)) == [second]
    with pytest.raises(StaleError, match="已撤销"):
        posting.sent(batch, management_user, [first, second])
    posting.arrived(batch, management_user)
    second.refresh_from_db()
    second._move_to(CertificateStatus.REISSUED)
    assert not not_collected(batch).exists()
    with pytest.raises(StaleError, match="已换发"):
        hand_over(certificates=[second], taken_on=ARRIVED_ON, actor=station_user, at=noon(ARRIVED_ON))


def test_the_candidate_sees_where_the_certificate_is(
    certificate: Certificate, management_user: User, station_user: User
) -> None:
    batch = certificate.batch
    issued = "2026-09-08 核发，编号 2649284901400001"
    assert stage_of(certificate) == issued
    shipment = posting.sent(batch, management_user)
    posted = f"{issued}；2026-09-10 由顺丰速运寄往考试站，运单号 SF1001"
    assert stage_of(certificate) == posted
    perform(shipment, "receive", actor=station_user, at=noon(ARRIVED_ON))
    arrived = f"{posted}；2026-09-12 考试站已签收"
    assert stage_of(certificate) == f"{arrived}；请到考试站领取"
    own = list(not_collected(batch).filter(pk=certificate.pk))
    hand_over(certificates=own, taken_on=ARRIVED_ON, actor=station_user, at=noon(ARRIVED_ON))
    assert stage_of(certificate) == f"{arrived}；2026-09-12 已由本人领取"


def test_parcels_are_seen_by_those_who_see_the_batch(
    batch: Batch,
    certificate: Certificate,
    management_user: User,
    station_user: User,
    other_station_user: User,
    centre_user: User,
    branch_user: User,
    station: Station,
) -> None:
    posting.sent(batch, management_user)
    candidate = certificate.enrolment.candidate.user
    seen = [
        Shipment.objects.visible_to(user).count()
        for user in (management_user, station_user, centre_user, other_station_user, branch_user, candidate)
    ]
    assert seen == [1, 1, 1, 0, 0, 0]
