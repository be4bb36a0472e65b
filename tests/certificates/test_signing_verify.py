"""Checking a file that somebody has: one changed byte is told."""

import random
import zlib
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from certificates.models import Certificate, CertificateStatus
from certificates.signing.examining import BYTE_RANGE, MAX_BYTES, Verdict, examine, signature_verdict
from certificates.signing.files import electronic_pdf
from certificates.signing.senders import FILES, count_file
from certificates.signing.signatures import signed_pdf
from documents.pdf import render_html_pdf
from ostami import clock
from tests.certificates.signing_keys import key_file

LOOKUP = "https://portal.example.invalid/certificates/lookup/"
VERIFY = "/certificates/verify/"


@pytest.fixture(autouse=True)
def _key(settings: LazySettings, tmp_path: Path) -> None:
    settings.CERTIFICATE_KEY_FILE = key_file(tmp_path)


@pytest.fixture
def signed(certificate: Certificate) -> bytes:
    return electronic_pdf(certificate, lookup_address=LOOKUP).content


def changed(content: bytes, place: int, byte: int) -> bytes:
    return content[:place] + bytes([byte]) + content[place + 1 :]


def asked(client: Client, content: bytes, name: str = "证书.pdf") -> str:
    return client.post(VERIFY, {"file": SimpleUploadedFile(name, content)}).text


def test_the_file_as_it_was_downloaded_is_genuine(certificate: Certificate, signed: bytes) -> None:
    finding = examine(signed)
    assert (finding.verdict, finding.certificate) == (Verdict.GENUINE, certificate)
    assert finding.is_genuine


def test_one_changed_byte_is_told_wherever_it_lies(signed: bytes) -> None:
    dice = random.Random(20260908)  # noqa: S311  a seed, so that every run tries the same
    covered = BYTE_RANGE.search(signed)
    assert covered is not None
    before, after = int(covered[1]), int(covered[2])
    for _ in range(100):
        place = dice.randrange(len(signed))
        other = changed(signed, place, (signed[place] + dice.randrange(1, 256)) % 256)
        finding = examine(other)
        assert not finding.is_genuine, place
        # Within the signature's value lie the zeros that fill it up, of which the signature knows nothing.
        if not before <= place < after:
            assert finding.verdict not in {Verdict.GENUINE, Verdict.UNREGISTERED}, place


def test_a_change_of_the_page_is_called_a_change(signed: bytes) -> None:
    place = signed.index(b"stream") + 20
    assert signature_verdict(changed(signed, place, signed[place] ^ 1)) == Verdict.CHANGED


@pytest.mark.parametrize("part", [0.999, 0.9, 0.5, 0.001])
def test_a_file_that_was_cut_off_is_not_genuine(signed: bytes, part: float) -> None:
    finding = examine(signed[: int(len(signed) * part)])
    assert finding.verdict in {Verdict.CHANGED, Verdict.UNSIGNED, Verdict.UNREADABLE}


@pytest.mark.parametrize("more", [b"\n", b"\n5 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n", b"\0" * 1000])
def test_an_appended_revision_is_called_a_change(signed: bytes, more: bytes) -> None:
    assert examine(signed + more).verdict == Verdict.CHANGED


def test_a_second_signature_over_it_by_somebody_else_is_called_a_change(
    signed: bytes, settings: LazySettings, tmp_path: Path
) -> None:
    ours = settings.CERTIFICATE_KEY_FILE
    settings.CERTIFICATE_KEY_FILE = key_file(tmp_path, "旁人")
    paper = render_html_pdf("certificates/certificate.html", {"faces": []}).content
    theirs = signed_pdf(paper, reason="仿冒", at=clock.now())
    settings.CERTIFICATE_KEY_FILE = ours
    assert examine(theirs).verdict == Verdict.FOREIGN
    assert examine(signed + theirs).verdict == Verdict.CHANGED


def test_a_file_signed_here_that_the_register_does_not_know_is_not_genuine(signed: bytes) -> None:
    paper = render_html_pdf("certificates/certificate.html", {"faces": []}).content
    stray = signed_pdf(paper, reason="别的文件", at=clock.now())
    finding = examine(stray)
    assert (finding.verdict, finding.is_genuine) == (Verdict.UNREGISTERED, False)


def test_a_signature_moved_onto_another_paper_is_called_a_change(signed: bytes) -> None:
    other = signed.replace(b"/Producer", b"/Producex", 1)
    assert other != signed
    assert examine(other).verdict == Verdict.CHANGED


def bomb() -> bytes:
    """A PDF that unfolds to a thousand times its size."""
    packed = zlib.compress(b"\0" * 20_000_000, 9)
    head = b"%%PDF-1.7\n1 0 obj\n<</Type/ObjStm/Filter/FlateDecode/Length %d>>\nstream\n" % len(packed)
    return head + packed + b"\nendstream\nendobj\nstartxref\n9\n%%EOF\n"


HOSTILE = {
    "bomb": (bomb(), Verdict.UNSIGNED),
    "no PDF": (b"PK\x03\x04 zip", Verdict.NOT_PDF),
    "text before": (b"MZ %PDF-1.7", Verdict.NOT_PDF),
    "head alone": (b"%PDF-1.7", Verdict.UNSIGNED),
    "loops": (b"%PDF-1.7 1 0 obj 1 0 R endobj " * 1000, Verdict.UNSIGNED),
    "ranges": (b"%PDF-1.7" + b"/ByteRange [0 9 99 9]" * 100_000, Verdict.UNREADABLE),
    "spaces": (b"%PDF-1.7/ByteRange" + b" " * 4_000_000, Verdict.UNSIGNED),
    "huge numbers": (b"%PDF-1.7/ByteRange [0 999999999 999999999 999999999]", Verdict.UNREADABLE),
    "backwards": (b"%PDF-1.7/ByteRange [0 40 10 1]" + b"<30>" * 30, Verdict.UNREADABLE),
    "nested": (b"%PDF-1.7/ByteRange [0 40 30000 1]     " + b"<" + b"3080" * 9000 + b">", Verdict.UNREADABLE),
    "empty value": (b"%PDF-1.7/ByteRange [0 38 40 1]        <>x", Verdict.UNREADABLE),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_told_and_never_opened(name: str) -> None:
    content, verdict = HOSTILE[name]
    assert examine(content).verdict == verdict


def test_the_page_shows_of_a_genuine_file_what_is_needed_to_compare(
    certificate: Certificate, signed: bytes, client: Client
) -> None:
    html = asked(client, signed)
    assert "核对一致：与登记的电子证书完全一致，没有改动。" in html
    assert "林**" in html
    assert certificate.number[-4:] in html
    assert certificate.number not in html
    assert certificate.document_number not in html
    assert "85" not in html.split("发证日期")[0].split("核对结果")[1]


def test_of_a_revoked_certificate_its_genuine_file_says_so(
    certificate: Certificate, signed: bytes, client: Client
) -> None:
    certificate._move_to(CertificateStatus.REVOKED)
    html = asked(client, signed)
    assert "alert-warning" in html
    assert "alert-success" not in html
    assert "核对一致，但证书已撤销：与登记的电子证书完全一致，没有改动；" in html
    assert "该证书已撤销，不再有效。" in html


def test_the_page_tells_why_a_file_is_not_genuine(signed: bytes, client: Client) -> None:
    html = asked(client, signed + b"\n")
    assert "不能确认真伪：文件在签名之后被改动过。请向持证人索取从本平台下载的原文件" in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "文件是空的"), (b"%PDF-" + b"0" * MAX_BYTES, "不能超过 5 MB"), (None, "请先选择电子证书文件")],
)
def test_what_cannot_be_read_is_refused(client: Client, content: bytes | None, words: str) -> None:
    data = {} if content is None else {"file": SimpleUploadedFile("a.pdf", content)}
    answer = client.post(VERIFY, data)
    assert answer.status_code == 422
    assert words in answer.text


@pytest.mark.django_db
def test_more_than_is_read_at_once_is_refused_unread(client: Client) -> None:
    answer = client.post(VERIFY, {"file": SimpleUploadedFile("a.pdf", b"0" * (7 * 1024 * 1024))})
    assert answer.status_code == 413
    assert "一次上传的文件合计不能超过 6 MB" in answer.text


@pytest.mark.django_db
def test_a_sender_who_sends_file_after_file_is_told_to_wait(client: Client) -> None:
    for _ in range(FILES):
        assert "这不是 PDF 文件" in asked(client, b"x")
    cache.clear()  # what is counted lies in the database
    answer = client.post(VERIFY, {"file": SimpleUploadedFile("a.pdf", b"x")})
    assert (answer.status_code, "核对的文件过多。请在" in answer.text) == (429, True)
    other = client.post(VERIFY, {"file": SimpleUploadedFile("a.pdf", b"x")}, REMOTE_ADDR="192.0.2.7")
    assert other.status_code == 200


@pytest.mark.django_db
def test_a_window_ends_when_the_page_says_so() -> None:
    at = datetime(2026, 9, 8, 9, 7, 30, tzinfo=clock.SHANGHAI)
    for _ in range(FILES):
        assert count_file("192.0.2.7", at=at) is None
    assert str(count_file("192.0.2.7", at=at)) == "核对的文件过多。请在 09:10 以后再试。"
    assert count_file("192.0.2.7", at=at.replace(minute=10, second=0)) is None
    assert all(count_file("", at=at) is None for _ in range(FILES + 1))


@pytest.mark.django_db
def test_the_page_is_public_neither_cached_nor_indexed_and_checks_the_token() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.get(reverse("certificates:verify"))
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert client.post(VERIFY, {"file": SimpleUploadedFile("a.pdf", b"x")}).status_code == 403
