"""Station and management at one settlement at the same instant: nothing is confirmed unseen."""

from decimal import Decimal

import pytest
from django.db import models

from accounts.models import User
from certificates.models import Remittance, Settlement
from certificates.settlement.opening import open_for
from certificates.settlement.slips import SlipFacts, add_slip, withdraw_slip
from ostami.problems import BlockedError
from stations.models import Station
from stations.services.files import SentFile
from tests import rivals
from tests.factories import exam, fees, results
from workflow.audit import verify
from workflow.lifecycle import perform

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

AT = exam.noon(results.ISSUED_ON)
SEEN = "50.00/50.00"


@pytest.fixture
def settlement(station: Station, management_user: User) -> Settlement:
    """One person, fifty yuan."""
    fees.fee(management_user, "50").save()
    batch = results.approved(station, management_user, {"林若溪": results.PASS})
    return Settlement.objects.get(batch=batch)


def send(settlement: Settlement, actor: User, amount: str) -> Remittance:
    facts = SlipFacts(Decimal(amount), results.ISSUED_ON)
    return add_slip(
        settlement=settlement, facts=facts, file=SentFile("回单.jpg", exam.picture()), actor=actor, at=AT
    )


def confirm(settlement: Settlement, actor: User) -> str:
    try:
        return perform(settlement, "confirm", actor=actor, at=AT, seen=SEEN).status
    except BlockedError as refused:
        return refused.problems[0].text


def test_a_slip_that_comes_while_management_confirms_is_seen_first(
    settlement: Settlement, station_user: User, management_user: User
) -> None:
    send(settlement, station_user, "50")
    found = rivals.behind(
        lambda: send(settlement, station_user, "1"), lambda: confirm(settlement, management_user)
    )
    assert found == "汇款单或应付金额刚刚有变化"
    assert Settlement.objects.get().status == "paid"
    assert verify() == []


def test_no_slip_is_withdrawn_behind_the_confirmation(
    settlement: Settlement, station_user: User, management_user: User
) -> None:
    slip = send(settlement, station_user, "50")

    def withdraw() -> str:
        try:
            withdraw_slip(slip=slip, reason="传错", actor=station_user, at=AT)
        except BlockedError as refused:
            return refused.problems[0].text
        return "作废"

    found = rivals.behind(lambda: confirm(settlement, management_user), withdraw)
    assert found == "本批次已结算，汇款单不能作废"
    assert Remittance.objects.get().withdrawn_at is None
    assert Settlement.objects.get().status == "confirmed"


def test_a_settlement_opened_twice_at_once_is_one(settlement: Settlement, management_user: User) -> None:
    batch = settlement.batch
    models.QuerySet(Settlement).delete()

    def opened(actor: User) -> str:
        made = open_for(batch=batch, actor=actor, at=AT)
        return str(made.total if made else None)

    assert rivals.at_once(opened, [management_user] * 3) == ["50.00"] * 3
    assert Settlement.objects.count() == 1
    assert verify() == []
