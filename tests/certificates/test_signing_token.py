"""What the QR code on the paper leads to."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from certificates.models import Certificate, CertificateStatus, new_token
from tests.conftest import Login


def page(client: Client, certificate: Certificate) -> str:
    return client.get(reverse("certificates:token", args=[certificate.token])).text


def successor(certificate: Certificate) -> Certificate:
    """The certificate that replaces it, with another number."""
    certificate._move_to(CertificateStatus.REISSUED)
    made = Certificate.objects.get(pk=certificate.pk)
    made.pk, made.uid, made.token, made.number = None, uuid4(), new_token(), "2649284901499999"
    made._state.adding, made._stored_status, made.status = True, None, CertificateStatus.ISSUED
    made.document_number, made.replaces = certificate.document_number, certificate
    made.file, made.file_digest = "", ""
    made.save()
    return made


def test_it_shows_that_the_certificate_stands_and_what_there_is_to_compare(
    certificate: Certificate, client: Client
) -> None:
    html = page(client, certificate)
    assert "该证书登记在册，现在有效。" in html
    for words in (
        "林**",
        "************0001",
        "车工",
        "数控车工",
        "四级/中级工",
        certificate.station_name,
        "2026-09-08",
    ):
        assert words in html, words


def test_it_shows_nobody_more_than_the_paper_does(certificate: Certificate, client: Client) -> None:
    candidate = certificate.enrolment.candidate
    html = page(client, certificate)
    secrets = (
        certificate.holder_name,
        certificate.number,
        certificate.document_number,
        certificate.masked_number,
        candidate.phone,
        certificate.grade,
        "92.5",
    )
    assert [secret for secret in secrets if secret in html] == []
    assert "<img" not in html.split("<main")[1].split("</main>")[0]


def test_posted_and_received_certificates_are_simply_valid(certificate: Certificate, client: Client) -> None:
    for status in (CertificateStatus.POSTED, CertificateStatus.RECEIVED):
        certificate._move_to(status)
        assert '<span class="badge text-bg-success">有效</span>' in page(client, certificate)


def test_a_revoked_one_says_so(certificate: Certificate, client: Client) -> None:
    certificate._move_to(CertificateStatus.REVOKED)
    html = page(client, certificate)
    assert "该证书已撤销，不再有效。" in html
    assert "查看换发后的证书" not in html


def test_a_replaced_one_leads_to_the_new_one_without_its_number(
    certificate: Certificate, client: Client
) -> None:
    new = successor(certificate)
    html = page(client, certificate)
    assert "该证书已换发，不再有效。" in html
    assert f'href="{reverse("certificates:token", args=[new.token])}"' in html
    assert new.number[-4:] not in html
    assert "************9999" in page(client, new)


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["none", "A" * 22, "a" * 500])
def test_an_unknown_code_is_not_found(client: Client, token: str) -> None:
    assert client.get(f"/certificates/v/{token}/").status_code == 404


def test_a_hit_asks_the_database_no_more_than_a_miss(
    certificate: Certificate, client: Client, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]  # a fixture without a public type
        page(client, certificate)
    with django_assert_num_queries(1):  # type: ignore[operator]
        client.get(f"/certificates/v/{new_token()}/")


def test_the_page_is_neither_cached_nor_indexed_and_takes_no_post(
    certificate: Certificate, client: Client
) -> None:
    address = reverse("certificates:token", args=[certificate.token])
    answer = client.get(address)
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert client.post(address).status_code == 405


def test_every_code_is_another_and_cannot_be_guessed(certificate: Certificate, login: Login) -> None:
    tokens = set(Certificate.objects.values_list("token", flat=True))
    assert len(tokens) == Certificate.objects.count()
    assert {len(token) for token in tokens} == {22}
