"""Parcels that went astray, were fetched, or brought what was sent before: nothing ends on the way."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404

from accounts.models import User
from batches.models import Batch
from certificates.models import (
    FETCHED,
    Certificate,
    ChangeKind,
    Handover,
    Shipment,
    ShipmentStatus,
)
from certificates.posting.handing_over import hand_over, not_collected
from certificates.posting.parcels import aboard
from certificates.posting.shipping import Parcel, ship, unsent
from certificates.posting.way import way_of
from certificates.posting.whereabouts import where_in, where_of
from ostami.problems import BlockedError
from tests.certificates.changing import ask, granted
from tests.factories import posting
from tests.factories.posting import ARRIVED_ON, SENT_ON, noon
from workflow.audit import history_of, verify
from workflow.lifecycle import StaleError, perform


def fresh(certificate: Certificate) -> Certificate:
    return Certificate.objects.get(pk=certificate.pk)


def taken(certificates: list[Certificate], station: User) -> list[Handover]:
    return hand_over(certificates=certificates, taken_on=ARRIVED_ON, actor=station, at=noon(ARRIVED_ON))


def test_a_lost_parcel_is_cancelled_and_its_certificates_go_again(
    batch: Batch, management_user: User, station_user: User
) -> None:
    lost = posting.sent(batch, management_user)
    with pytest.raises(BlockedError, match="请填写取消的原因"):
        perform(lost, "cancel", actor=management_user)
    with pytest.raises(PermissionDenied):
        perform(lost, "cancel", actor=station_user, reason="没有收到")
    lost = perform(lost, "cancel", actor=management_user, at=noon(), reason="邮寄途中丢失")
    first, second = unsent(batch)
    assert (lost.status, first.status, second.status) == ("cancelled", "issued", "issued")
    assert list(way_of(first)) == ["纸质证书待重新邮寄"]
    assert (where_of(first), where_in(first, lost)) == ("待重新邮寄", "—")
    with pytest.raises(StaleError, match="已取消"):
        perform(lost, "receive", actor=station_user)
    again = posting.sent(batch, management_user)
    assert str(again) == str(lost), "a cancelled number may be registered anew"
    assert where_in(fresh(first), again) == "在途，未签收"
    last = history_of(first).filter(action="unpost").get()
    assert (last.sentence, last.source, last.target) == ("邮寄登记已取消，待重新邮寄", "posted", "issued")
    assert verify() == []


def test_what_is_missing_goes_back_and_the_rest_arrives(
    batch: Batch, management_user: User, station_user: User
) -> None:
    parcel = posting.sent(batch, management_user)
    here, missing = aboard(parcel)
    with pytest.raises(BlockedError, match="勾选了缺少的证书，请写明情况"):
        perform(parcel, "receive", actor=station_user, missing=[missing])
    parcel = perform(
        parcel, "receive", actor=station_user, at=noon(ARRIVED_ON), reason="少一本", missing=[missing]
    )
    assert list(not_collected(batch)) == [here]
    assert (list(unsent(batch)), list(parcel.missing.all())) == ([missing], [missing])
    assert list(parcel.certificates.all()) == [here]
    second = posting.sent(batch, management_user, [missing], number="SF1002")
    with pytest.raises(BlockedError, match="所在的邮寄件还没有签收"):
        taken([missing], station_user)
    perform(second, "receive", actor=station_user, at=noon(ARRIVED_ON))
    assert {one.shipment for one in taken([here, missing], station_user)} == {parcel, second}


def test_a_certificate_leaves_no_parcel_in_which_it_does_not_lie(
    batch: Batch, other_batch: Batch, management_user: User, station_user: User
) -> None:
    parcel = posting.sent(batch, management_user)
    other = posting.sent(other_batch, management_user, number="SF2")
    (foreign,) = aboard(other)
    with pytest.raises(Http404):
        perform(parcel, "receive", actor=station_user, reason="x", missing=[foreign])
    for move, actor in (("unpost", management_user), ("miss", station_user)):
        with pytest.raises(BlockedError, match="请在邮寄件的页面办理"):
            perform(next(iter(aboard(parcel))), move, actor=actor)
    assert fresh(foreign).status == "posted"


def test_a_lost_certificate_is_posted_and_handed_over_again(
    batch: Batch, certificate: Certificate, management_user: User, station_user: User, centre_user: User
) -> None:
    first = posting.arrived(batch, management_user)
    taken(list(not_collected(batch)), station_user)
    assert where_of(fresh(certificate)) == "2026-09-12 本人"
    granted(ask(fresh(certificate), ChangeKind.REPLACE, actor=station_user), by=centre_user)
    (waiting,) = unsent(batch)
    assert (waiting, waiting.replaced) == (certificate, True)
    assert list(way_of(waiting)) == ["纸质证书待重新邮寄"]
    second = posting.sent(batch, management_user, [waiting], number="SF2")
    assert not not_collected(batch).exists(), "the parcel of before has arrived, this one hasn't"
    with pytest.raises(BlockedError, match="还没有签收"):
        taken([waiting], station_user)
    perform(second, "receive", actor=station_user, at=noon(ARRIVED_ON))
    assert list(not_collected(batch)) == [certificate]
    taken([waiting], station_user)
    assert list(certificate.handovers.order_by("pk").values_list("shipment", flat=True)) == [
        first.pk,
        second.pk,
    ]
    assert fresh(certificate).status == "received"
    again = certificate.handovers.first()
    assert again
    again.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def test_a_certificate_that_was_replaced_leaves_the_old_parcel_alone(
    batch: Batch, certificate: Certificate, management_user: User, station_user: User, centre_user: User
) -> None:
    first = posting.arrived(batch, management_user)
    granted(ask(fresh(certificate), ChangeKind.REPLACE, actor=station_user), by=centre_user)
    posting.sent(batch, management_user, [certificate], number="SF2")
    assert certificate not in aboard(first)
    assert where_in(fresh(certificate), first) == "已补办，另行邮寄"
    assert certificate not in not_collected(batch)


def test_a_station_that_fetches_has_no_tracking_number(
    batch: Batch, certificate: Certificate, management_user: User
) -> None:
    first, second = unsent(batch)
    for one in (first, second):
        parcel = Parcel(carrier=FETCHED, tracking_number="", sent_on=SENT_ON)
        fetched = ship(batch=batch, certificates=[one], parcel=parcel, actor=management_user, at=noon())
    assert (str(fetched), fetched.was_fetched) == ("考试站自取 2026-09-10", True)
    event = history_of(fetched).get()
    assert event.sentence == "交考试站取走了 1 本证书（考试站自取 2026-09-10）"
    assert list(way_of(fresh(certificate))) == ["2026-09-10 由考试站领回"]
    facts = {"batch": batch, "carrier": "顺丰速运", "sent_on": SENT_ON, "sent_by": management_user}
    with pytest.raises(IntegrityError), transaction.atomic():
        Shipment.objects.create(tracking_number="", **facts)


def test_what_is_posted_has_a_number(batch: Batch, management_user: User) -> None:
    with pytest.raises(BlockedError, match="请填写运单号"):
        posting.sent(batch, management_user, number="")


def test_the_paper_of_an_ended_certificate_is_called_in(
    batch: Batch, certificate: Certificate, management_user: User, station_user: User, centre_user: User
) -> None:
    parcel = posting.arrived(batch, management_user)
    taken([fresh(certificate)], station_user)
    granted(ask(fresh(certificate), ChangeKind.CORRECT, actor=station_user, holder_name="林"), by=centre_user)
    assert where_of(fresh(certificate)) == "已换发，原证书请收回作废"
    assert where_in(fresh(certificate), parcel) == "2026-09-12 本人；已换发，原证书请收回作废"
    new = Certificate.objects.get(replaces=certificate)
    granted(ask(new, ChangeKind.REVOKE, actor=station_user), by=centre_user)
    assert where_of(fresh(new)) == "已撤销", "its paper never went"


def test_a_handover_is_not_before_the_parcels_arrival(
    batch: Batch, management_user: User, station_user: User
) -> None:
    posting.arrived(batch, management_user)
    waiting, early = list(not_collected(batch)), ARRIVED_ON - timedelta(days=1)
    with pytest.raises(BlockedError, match="领取日期早于邮寄件的签收日期 2026-09-12。请核对领取日期"):
        hand_over(certificates=waiting, taken_on=early, actor=station_user, at=noon(ARRIVED_ON))


@pytest.mark.parametrize("status", [one for one in ShipmentStatus if one != ShipmentStatus.SENT])
def test_a_parcel_that_ended_moves_no_more(batch: Batch, management_user: User, status: str) -> None:
    parcel = posting.sent(batch, management_user)
    parcel._move_to(status)
    with pytest.raises(StaleError):
        perform(parcel, "cancel", actor=management_user, reason="丢失")
