"""The electronic certificate: signed once, at the first download, and the same ever after."""

import io
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.urls import reverse
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader

from accounts.models import User
from certificates.models import Certificate, CertificateStatus
from certificates.signing import files
from certificates.signing.files import electronic_pdf
from certificates.signing.keys import signer
from certificates.views import lookup_address
from ostami import clock
from ostami.problems import BlockedError
from tests.certificates.signing_keys import key_file
from tests.conftest import Login
from workflow.audit import history_of

LOOKUP = "https://portal.example.invalid/certificates/lookup/"


@pytest.fixture
def key(settings: LazySettings, tmp_path: Path) -> Path:
    file = settings.CERTIFICATE_KEY_FILE = key_file(tmp_path)
    return file


def pdf_url(certificate: Certificate) -> str:
    return reverse("certificates:pdf", args=[certificate.pk])


def signatures(content: bytes) -> list[Any]:
    return list(PdfFileReader(io.BytesIO(content)).embedded_signatures)


@pytest.mark.usefixtures("key")
def test_the_downloaded_certificate_is_signed_over_all_of_it(certificate: Certificate) -> None:
    content = electronic_pdf(certificate, lookup_address=LOOKUP).content
    (signature,) = signatures(content)
    with signer() as ours:
        roots = ValidationContext(trust_roots=list(ours.cert_registry), allow_fetching=False)
    status = validate_pdf_signature(signature, roots)
    assert (status.intact, status.valid, status.trusted) == (True, True, True)
    assert status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    assert status.docmdp_ok
    facts = signature.sig_object
    assert facts["/SubFilter"] == "/ETSI.CAdES.detached"
    assert facts["/Reason"] == "核发电子证书"
    assert f"{clock.today():%Y%m%d}" in facts["/M"]
    assert "林若溪" in PdfReader(io.BytesIO(content)).pages[0].extract_text()


@pytest.mark.usefixtures("key")
def test_every_download_is_the_same_file_to_the_byte(
    certificate: Certificate, station_user: User, login: Login
) -> None:
    client = login(certificate.enrolment.candidate.user)
    first = client.get(pdf_url(certificate)).content
    again = login(station_user).get(pdf_url(certificate)).content
    assert first == again
    certificate.refresh_from_db()
    assert certificate.file_digest == sha256(first).hexdigest()
    assert [event.action for event in history_of(certificate)] == ["issue", "print"]


def test_it_stays_the_same_after_the_key_was_changed_or_taken_away(
    certificate: Certificate, key: Path, settings: LazySettings, tmp_path: Path
) -> None:
    first = electronic_pdf(certificate, lookup_address=LOOKUP)
    for other in (key_file(tmp_path, "后来的签名人"), None):
        settings.CERTIFICATE_KEY_FILE = other
        row = Certificate.objects.get(pk=certificate.pk)
        assert electronic_pdf(row, lookup_address=LOOKUP).content == first.content


@pytest.mark.usefixtures("key")
def test_what_is_kept_is_sealed(certificate: Certificate, settings: LazySettings) -> None:
    electronic_pdf(certificate, lookup_address=LOOKUP)
    kept = Path(settings.MEDIA_ROOT) / str(certificate.file.name)
    assert b"%PDF" not in kept.read_bytes()


@pytest.mark.usefixtures("key")
def test_whoever_comes_second_gets_the_file_of_the_first(certificate: Certificate) -> None:
    second = Certificate.objects.get(pk=certificate.pk)
    first = electronic_pdf(certificate, lookup_address=LOOKUP)
    assert not second.file
    assert electronic_pdf(second, lookup_address=LOOKUP).content == first.content
    assert files._keep(second, b"another") is True
    assert Certificate.objects.get(pk=certificate.pk).file_digest == sha256(first.content).hexdigest()


@pytest.mark.usefixtures("key")
def test_one_that_was_revoked_is_handed_out_marked_and_unsigned(certificate: Certificate) -> None:
    signed = electronic_pdf(certificate, lookup_address=LOOKUP)
    certificate._move_to(CertificateStatus.REVOKED)
    after = electronic_pdf(Certificate.objects.get(pk=certificate.pk), lookup_address=LOOKUP)
    assert after.content != signed.content
    assert signatures(after.content) == []


@pytest.mark.usefixtures("key")
def test_one_that_is_revoked_while_it_is_signed_is_not_kept(certificate: Certificate) -> None:
    early = Certificate.objects.get(pk=certificate.pk)
    certificate._move_to(CertificateStatus.REVOKED)
    assert signatures(electronic_pdf(early, lookup_address=LOOKUP).content) == []
    assert not Certificate.objects.get(pk=certificate.pk).file


@pytest.mark.usefixtures("key")
def test_a_file_that_cannot_be_entered_leaves_nothing_behind(
    certificate: Certificate, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Path(settings.MEDIA_ROOT) / "certificates"
    before = sorted(kept.glob("*"))

    def torn(*_: object, **__: object) -> None:
        raise OperationalError("the database went away")

    with monkeypatch.context() as broken:
        broken.setattr(Certificate, "save", torn)
        with pytest.raises(OperationalError):
            electronic_pdf(certificate, lookup_address=LOOKUP)
    assert sorted(kept.glob("*")) == before
    electronic_pdf(Certificate.objects.get(pk=certificate.pk), lookup_address=LOOKUP)
    assert len(list(kept.glob("*"))) == len(before) + 1


@pytest.mark.usefixtures("key")
def test_the_code_names_the_public_address_whatever_host_was_asked(
    certificate: Certificate, login: Login, settings: LazySettings
) -> None:
    settings.ALLOWED_HOSTS, settings.PUBLIC_ADDRESS = ["*"], "https://portal.example.invalid"
    request = RequestFactory().get("/", headers={"host": "office.internal"})
    assert lookup_address(request) == LOOKUP
    settings.PUBLIC_ADDRESS = ""
    assert lookup_address(request) == "http://office.internal/certificates/lookup/"


@pytest.mark.usefixtures("key")
def test_the_paper_is_printed_without_a_signature_and_recorded(
    certificate: Certificate, station_user: User, management_user: User, login: Login
) -> None:
    assert login(station_user).get(reverse("certificates:paper", args=[certificate.pk])).status_code == 403
    answer = login(management_user).get(reverse("certificates:paper", args=[certificate.pk]))
    assert signatures(answer.content) == []
    assert [event.action for event in history_of(certificate)] == ["issue", "print_paper"]


def test_without_a_key_the_file_is_unsigned_and_the_page_says_so(
    certificate: Certificate, settings: LazySettings, login: Login
) -> None:
    settings.CERTIFICATE_KEY_FILE = None
    client = login(certificate.enrolment.candidate.user)
    page = client.get(certificate.get_absolute_url()).text
    assert "本平台没有启用电子签名，下载的证书不带电子签名" in page
    assert signatures(client.get(pdf_url(certificate)).content) == []
    assert not Certificate.objects.get(pk=certificate.pk).file


@pytest.mark.usefixtures("key")
def test_with_a_key_the_page_leads_to_the_check(certificate: Certificate, login: Login) -> None:
    page = login(certificate.enrolment.candidate.user).get(certificate.get_absolute_url()).text
    assert "下载电子证书（PDF）" in page
    assert f'href="{reverse("certificates:verify")}"' in page


def test_a_key_that_does_not_open_signs_nothing_and_says_so(
    certificate: Certificate, key: Path, settings: LazySettings, client: Client
) -> None:
    settings.CERTIFICATE_KEY_PASSWORD = "wrong"
    with pytest.raises(BlockedError, match="电子签名暂时不能使用"):
        electronic_pdf(certificate, lookup_address=LOOKUP)
    client.force_login(certificate.enrolment.candidate.user)
    answer = client.get(pdf_url(certificate), follow=True)
    assert answer.redirect_chain == [(certificate.get_absolute_url(), 302)]
    assert "电子签名暂时不能使用，没有生成电子证书。请稍后再试，或联系平台管理员。" in answer.text
    assert not Certificate.objects.get(pk=certificate.pk).file


@pytest.mark.usefixtures("key")
def test_a_name_that_no_font_has_is_told_on_the_page(certificate: Certificate, login: Login) -> None:
    Certificate.objects.filter(pk=certificate.pk).update(holder_name="林\u0378溪")
    client = login(certificate.enrolment.candidate.user)
    page = client.get(certificate.get_absolute_url()).text
    assert "姓名中的“\u0378”没有可以显示它的字体，下载的证书在这个字处是空框，不带电子签名" in page
    assert "下载证书（PDF）" in page
    assert signatures(client.get(pdf_url(certificate)).content) == []
