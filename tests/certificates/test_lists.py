"""The lists of certificates and of parcels, and what their filters leave."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from batches.models import Batch
from certificates.models import Certificate, CertificateStatus, Shipment
from ostami import clock
from tests.factories import posting
from tests.factories.posting import ARRIVED_ON

CERTIFICATES = reverse("certificates:list")
SHIPMENTS = reverse("certificates:shipments")


@pytest.fixture(autouse=True)
def _on_the_day(batch: Batch, other_batch: Batch) -> None:
    clock.set_practice_day(ARRIVED_ON)


def left(client: Client, address: str, **asked: str) -> set[Any]:
    return set(client.get(address, asked).context["object_list"])


def named(name: str) -> Certificate:
    return Certificate.objects.get(holder_name=name)


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, {"林若溪", "买买提·艾力", "邻站考生"}),
        ({"word": "林若溪"}, {"林若溪"}),
        ({"word": "林若"}, set()),
        ({"word": "２６49284901400002"}, {"买买提·艾力"}),
        ({"word": "2649284901"}, {"林若溪", "买买提·艾力"}),
        ({"station": "902"}, {"邻站考生"}),
        ({"year": "2026"}, {"林若溪", "买买提·艾力", "邻站考生"}),
        ({"year": "2025"}, set()),
        ({"status": "revoked"}, {"买买提·艾力"}),
    ],
)
def test_certificates_are_found_by_what_is_known(
    management_user: User, login: Any, asked: dict[str, str], names: set[str]
) -> None:
    if asked.get("status"):
        named("买买提·艾力")._move_to(CertificateStatus.REVOKED)
    found = left(login(management_user), CERTIFICATES, **asked)
    assert {one.holder_name for one in found} == names


def test_a_filter_that_finds_nothing_leads_back(management_user: User, login: Any) -> None:
    page = login(management_user).get(CERTIFICATES, {"word": "无此人"}).text
    assert "没有符合条件的证书。" in page


def test_holders_have_no_filters_and_a_station_none_of_stations(
    certificate: Certificate, station_user: User, login: Any
) -> None:
    assert 'role="search"' not in login(certificate.enrolment.candidate.user).get(CERTIFICATES).text
    page = login(station_user).get(CERTIFICATES).text
    assert ('name="word"' in page, 'name="station"' in page) == (True, False)


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({}, 2),
        ({"word": "sf1001"}, 1),
        ({"word": "林若溪"}, 1),
        ({"station": "902"}, 1),
        ({"year": "2026"}, 2),
        ({"year": "2025"}, 0),
        ({"status": "received"}, 0),
    ],
)
def test_parcels_are_found_by_what_is_known(
    batch: Batch,
    other_batch: Batch,
    management_user: User,
    login: Any,
    asked: dict[str, str],
    count: int,
) -> None:
    posting.sent(batch, management_user)
    posting.sent(other_batch, management_user, number="SF2002")
    assert len(left(login(management_user), SHIPMENTS, **asked)) == count
    assert Shipment.objects.count() == 2


def test_with_all_revoked_nothing_is_printed(batch: Batch, management_user: User, login: Any) -> None:
    client, address = login(management_user), reverse("certificates:batch_pdf", args=[batch.pk])
    page = reverse("certificates:batch", args=[batch.pk])
    assert address in client.get(page).text
    for one in Certificate.objects.filter(enrolment__batch=batch):
        one._move_to(CertificateStatus.REVOKED)
    assert address not in client.get(page).text
    assert address not in client.get(batch.get_absolute_url()).text
    answer = client.post(address)
    assert (answer.status_code, "本批次没有有效的证书" in answer.text) == (422, True)
