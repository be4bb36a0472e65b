"""The pages of parcels and of handing over: what each role sees, sends, and is told."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from batches.models import Batch
from certificates.models import Certificate, ChangeKind, Handover, Shipment
from certificates.posting.shipping import unsent
from ostami import clock
from tests.certificates.changing import ask, granted
from tests.factories import posting
from tests.factories.posting import ARRIVED_ON, SENT_ON


@pytest.fixture(autouse=True)
def _on_the_day(batch: Batch) -> None:
    clock.set_practice_day(ARRIVED_ON)


def page(name: str, pk: int | None = None, **more: str) -> str:
    kwargs: dict[str, Any] = {**({"pk": pk} if pk else {}), **more}
    return reverse(f"certificates:{name}", kwargs=kwargs)


def parcel(batch: Batch, **facts: object) -> dict[str, object]:
    keys = [one.pk for one in unsent(batch)]
    return {
        "carrier": "顺丰速运",
        "tracking_number": "sf 1001",
        "sent_on": str(SENT_ON),
        "certificates": keys,
        **facts,
    }


def test_management_ships_from_the_batch_with_all_ticked(
    login: Any, batch: Batch, management_user: User
) -> None:
    client = login(management_user)
    assert page("ship", batch.pk) in client.get(batch.get_absolute_url()).content.decode()
    shown = client.get(page("ship", batch.pk)).content.decode()
    assert shown.count(" checked") == 3, "both certificates, and the way of posting"
    assert "林若溪" in shown
    answer = client.post(page("ship", batch.pk), parcel(batch))
    shipment = Shipment.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, shipment.get_absolute_url())
    assert (shipment.tracking_number, shipment.sent_by) == ("SF1001", management_user)
    assert "本批次的证书已全部寄出" in client.get(page("ship", batch.pk)).content.decode()


def test_what_is_wrong_with_a_parcel_is_said_and_the_input_kept(
    login: Any, batch: Batch, management_user: User
) -> None:
    client = login(management_user)
    late = str(ARRIVED_ON + timedelta(days=1))
    answer = client.post(page("ship", batch.pk), parcel(batch, sent_on=late))
    assert answer.status_code == 422
    assert "寄出日期不能晚于今天。请填写实际寄出的日期。" in answer.content.decode()
    assert 'value="顺丰速运"' in answer.content.decode()
    empty = client.post(page("ship", batch.pk), parcel(batch, certificates=[], carrier=""))
    assert "请至少勾选一本证书。" in empty.content.decode()
    assert "请填写承运单位。" in empty.content.decode()
    assert not Shipment.objects.exists()


def test_a_certificate_that_went_meanwhile_is_told(login: Any, batch: Batch, management_user: User) -> None:
    typed = parcel(batch, tracking_number="SF2")
    posting.sent(batch, management_user)
    answer = login(management_user).post(page("ship", batch.pk), typed)
    assert answer.status_code == 422
    assert "所选证书中有的已由他人办理" in answer.content.decode()


def test_the_station_confirms_and_hands_over(
    login: Any, batch: Batch, management_user: User, station_user: User
) -> None:
    shipment = posting.sent(batch, management_user)
    client = login(station_user)
    assert "顺丰速运 SF1001" in client.get(page("shipments")).content.decode()
    move = page("shipment_transition", shipment.pk, transition="receive")
    assert move in client.get(shipment.get_absolute_url()).content.decode()
    assert "在途，未签收" in client.get(page("handovers", batch.pk)).content.decode()
    assert client.post(move, {"reason": "一本破损"}).status_code == 302
    assert "一本破损" in client.get(shipment.get_absolute_url()).content.decode()
    waiting = client.get(page("handovers", batch.pk)).content.decode()
    assert "未领取的证书 2 本" in waiting
    first = Certificate.objects.get(holder_name="林若溪")
    typed = {"certificates": [first.pk], "taken_on": str(ARRIVED_ON), "taken_by": "周班主任"}
    assert client.post(page("handovers", batch.pk), typed).status_code == 302
    after = client.get(page("handovers", batch.pk)).content.decode()
    assert "未领取的证书 1 本" in after
    assert "周班主任代领" in after
    assert Handover.objects.get().recorded_by == station_user


def test_who_may_not_is_refused_and_others_see_nothing(
    login: Any,
    batch: Batch,
    certificate: Certificate,
    management_user: User,
    station_user: User,
    other_station_user: User,
) -> None:
    shipment = posting.sent(batch, management_user)
    candidate = certificate.enrolment.candidate.user
    for user, address, status in (
        (station_user, page("ship", batch.pk), 403),
        (other_station_user, shipment.get_absolute_url(), 404),
        (other_station_user, page("handovers", batch.pk), 404),
        (other_station_user, page("shipments"), 200),
        (candidate, shipment.get_absolute_url(), 403),
        (candidate, page("shipments"), 403),
    ):
        assert login(user).get(address).status_code == status, address
    posted = login(management_user).post(
        page("handovers", batch.pk), {"certificates": [certificate.pk], "taken_on": str(ARRIVED_ON)}
    )
    assert posted.status_code == 403
    assert not Handover.objects.exists()


def test_the_batch_page_counts_what_is_where(login: Any, batch: Batch, management_user: User) -> None:
    first, _ = unsent(batch)
    shipment = posting.sent(batch, management_user, [first])
    text = login(management_user).get(batch.get_absolute_url()).content.decode()
    assert "未寄出 1 本，已到考试站未领取 0 本，已领取 0 本。" in text
    assert shipment.get_absolute_url() in text


def test_the_list_takes_no_more_queries_for_more_parcels(
    login: Any, batch: Batch, management_user: User
) -> None:
    client = login(management_user)
    first, second = unsent(batch)
    posting.sent(batch, management_user, [first])
    client.get(page("shipments"))
    counted = []
    for number in ("SF1002", "SF1003"):
        with CaptureQueriesContext(connection) as queries:
            assert number not in client.get(page("shipments")).content.decode()
        counted.append(len(queries))
        if second in unsent(batch):
            posting.sent(batch, management_user, [second], number="SF1002")
    assert counted[0] == counted[1]


def test_the_station_ticks_what_is_missing(
    login: Any, batch: Batch, management_user: User, station_user: User
) -> None:
    shipment = posting.sent(batch, management_user)
    client, move = login(station_user), page("shipment_transition", shipment.pk, transition="receive")
    missing = Certificate.objects.get(holder_name="买买提·艾力")
    assert "缺少的证书" in client.get(move).text
    unexplained = client.post(move, {"missing": [missing.pk]})
    assert (unexplained.status_code, "请写明情况" in unexplained.text) == (422, True)
    assert client.post(move, {"missing": [missing.pk], "reason": "少一本"}).status_code == 302
    shown = client.get(shipment.get_absolute_url()).text
    assert "签收时缺少 1 本" in shown
    assert "邮寄件内的证书（1 本）" in shown
    assert page("ship", batch.pk) in login(management_user).get(page("shipments")).text


def test_management_cancels_a_parcel_and_the_reason_stands_on_top(
    login: Any, batch: Batch, management_user: User, station_user: User
) -> None:
    shipment = posting.sent(batch, management_user)
    move = page("shipment_transition", shipment.pk, transition="cancel")
    assert move not in login(station_user).get(shipment.get_absolute_url()).text
    client = login(management_user)
    assert move in client.get(shipment.get_absolute_url()).text
    assert client.post(move, {"reason": "运单号登记有误"}).status_code == 302
    assert "运单号登记有误" in client.get(shipment.get_absolute_url()).text
    assert unsent(batch).count() == 2


def test_a_station_fetches_without_a_number(login: Any, batch: Batch, management_user: User) -> None:
    client, ship = login(management_user), page("ship", batch.pk)
    both = client.post(ship, parcel(batch, way="fetch"))
    assert "自取的不填运单号，请清空或改选“邮寄”。" in both.text
    fetched = parcel(batch, way="fetch", carrier="", tracking_number="")
    assert client.post(ship, {**fetched, "way": "post"}).status_code == 422
    assert client.post(ship, fetched).status_code == 302
    shipment = Shipment.objects.get()
    assert (shipment.carrier, shipment.tracking_number) == ("考试站自取", "")
    assert "取走日期" in client.get(shipment.get_absolute_url()).text


def test_a_replaced_certificate_is_marked_and_an_ended_one_called_in(
    login: Any,
    batch: Batch,
    certificate: Certificate,
    management_user: User,
    station_user: User,
    centre_user: User,
) -> None:
    shipment = posting.arrived(batch, management_user)
    other = Certificate.objects.exclude(pk=certificate.pk).get()
    granted(ask(certificate, ChangeKind.REPLACE, actor=station_user), by=centre_user)
    granted(ask(other, ChangeKind.REVOKE, actor=station_user), by=centre_user)
    client = login(management_user)
    assert f"{certificate.number}（补办）" in client.get(page("ship", batch.pk)).text
    for address in (shipment.get_absolute_url(), page("handovers", batch.pk)):
        assert "已撤销，原证书请收回作废" in client.get(address).text
