"""One register: the portal's own certificates and former ones, by scheme, with what became of them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.identity import DocumentType, mask_number
from accounts.models import User
from certificates.lookup import Query, look_up
from certificates.models import Certificate, CertificateStatus, FormerCertificate
from ostami import clock
from scope_catalog.choices import Scheme
from tests.certificates.asking import ask
from tests.factories import people

Queries = Callable[[int], AbstractContextManager[Any]]


def former(user: User, **facts: object) -> FormerCertificate:
    """A certificate of 2019."""
    usual = {
        "number": "JX2019000123",
        "holder_name": "周旧证",
        "document_type": DocumentType.RESIDENT_ID,
        "document_number": people.document_number(serial=77),
        "scheme": Scheme.ABILITY,
        "occupation_name": "车工",
        "level_label": "四级/中级工",
        "issued_on": date(2019, 7, 1),
        "imported_by": user,
        "imported_at": clock.now(),
    }
    return FormerCertificate.objects.create(**usual | facts)


def reissued(old: Certificate, number: str) -> Certificate:
    """Put a new certificate in the place of `old`."""
    old._move_to(CertificateStatus.REISSUED)
    own = {"id", "uid", "document_sealed", "document_index", "number", "token", "replaces", "status"}
    facts = {field.name: getattr(old, field.name) for field in old._meta.fields if field.name not in own}
    new = Certificate(**facts, number=number, replaces=old)
    new.document_number = old.document_number
    new.save()
    return new


def test_a_former_certificate_is_found_like_any_other(client: Client, centre_user: User) -> None:
    one = former(centre_user)
    html = ask(client, name="周旧证", number="jx2019000123").content.decode()
    assert "登记在册" in html
    assert "2019-07-01" in html
    assert one.document_number not in html
    one.revoked_on = date(2021, 1, 1)
    one.save()
    html = ask(client, name="周旧证", document_number=one.document_number).content.decode()
    assert "该证书已撤销，不再有效" in html
    assert "JX2019000123" not in html


def test_a_former_certificate_without_document_number_is_found_by_name_and_number(
    client: Client, centre_user: User
) -> None:
    former(centre_user, document_number="")
    assert "登记在册" in ask(client, name="周旧证", number="JX2019000123").content.decode()
    miss = ask(client, name="周旧证", document_number=people.document_number(serial=77))
    assert "没有查到相符的证书" in miss.content.decode()


def test_each_scheme_has_a_page_of_its_own(client: Client, certificate: Certificate) -> None:
    typed = {"name": "林若溪", "number": certificate.number}
    assert "登记在册" in ask(client, page="lookup_ability", **typed).content.decode()
    assert "没有查到相符的证书" in ask(client, page="lookup_skill", **typed).content.decode()
    page = client.get(reverse("certificates:lookup_skill")).content.decode()
    assert "职业技能等级证书查询" in page
    assert 'href="http://jndj.osta.org.cn/"' in page
    assert (
        'href="http://jndj.osta.org.cn/"'
        not in client.get(reverse("certificates:lookup_ability")).content.decode()
    )


@pytest.mark.parametrize("reissues", [0, 1, 4])
def test_a_lookup_asks_the_database_alike_however_often_a_certificate_was_reissued(
    certificate: Certificate,
    reissues: int,
    django_assert_num_queries: Callable[[int], AbstractContextManager[Any]],
) -> None:
    latest = certificate
    for place in range(reissues):
        latest = reissued(latest, f"264928490140998{place}")
    with django_assert_num_queries(2):
        (found,) = look_up(Query.typed(name="林若溪", number=certificate.number))
    assert found.successor == (mask_number(latest.number) if reissues else "")
    with django_assert_num_queries(2):
        assert look_up(Query.typed(name="林若溪", number="2649284901400999")) == []


def test_an_old_number_leads_to_the_latest_masked(client: Client, certificate: Certificate) -> None:
    latest = reissued(reissued(certificate, "2649284901400077"), "2649284901409988")
    html = ask(client, name="林若溪", number=certificate.number).content.decode()
    assert "该证书已换发，不再有效。换发后的新证书编号为 2649********9988" in html
    assert latest.number not in html
    html = ask(client, document_number=certificate.document_number, number=latest.number).content.decode()
    assert "登记在册" in html
    assert certificate.number not in html
