"""The printed certificate: its words, fonts, size and code."""

import re
import subprocess
from pathlib import Path

import pytest
from django.conf import LazySettings
from PIL import Image

from accounts.models import User
from batches.models import Batch
from certificates.models import Certificate, CertificateStatus
from certificates.papers import certificates_pdf, token_address
from documents.codes import read_codes
from scope_catalog.choices import Scheme
from stations.models import Station
from tests.factories import numbers, results

LOOKUP = "https://portal.example.invalid/certificates/lookup/"


def tool(name: str, content: bytes, folder: Path, *arguments: str) -> str:
    file = folder / "paper.pdf"
    file.write_bytes(content)
    order = [name, *[str(file) if argument == "FILE" else argument for argument in arguments]]
    return subprocess.run(order, check=True, capture_output=True, text=True).stdout  # noqa: S603  fixed words


def text_of(content: bytes, folder: Path) -> str:
    return re.sub(r"\s+", "", tool("pdftotext", content, folder, "-raw", "FILE", "-"))


def test_the_certificate_says_who_passed_what_where_and_when(
    certificate: Certificate, tmp_path: Path
) -> None:
    pdf = certificates_pdf([certificate], lookup_address=LOOKUP)
    text = text_of(pdf.content, tmp_path)
    for words in (
        "机械行业职业能力水平等级证书",
        "姓名林若溪",
        "证件类型居民身份证",
        f"证件号码{certificate.document_number}",
        "证书编号2649284901400001",
        "职业名称车工",
        "工种/职业方向数控车工",
        "等级四级/中级工",
        "评定成绩良好",
        "机械行业职业能力评价职教901考试站（机构编码49284901）",
        "发证机构：中国机械工业联合会",
        "发证日期：2026年9月8日",
        LOOKUP,
    ):
        assert words in text, words
    assert "职业技能等级证书" not in text
    assert pdf.missing_glyphs == ()


def test_it_is_one_a4_page_in_landscape_with_its_fonts_inside(
    certificate: Certificate, tmp_path: Path
) -> None:
    content = certificates_pdf([certificate], lookup_address=LOOKUP).content
    facts = tool("pdfinfo", content, tmp_path, "FILE")
    assert re.search(r"Pages:\s+1\n", facts)
    assert re.search(r"Page size:\s+841\.\d+ x 595\.\d+ pts \(A4\)", facts)
    fonts = tool("pdffonts", content, tmp_path, "FILE").splitlines()[2:]
    assert fonts
    assert all("Noto-Serif-CJK-SC" in font and re.search(r" yes +yes +yes ", font) for font in fonts)


def test_the_photo_is_printed_in_two_inch_size(certificate: Certificate, tmp_path: Path) -> None:
    content = certificates_pdf([certificate], lookup_address=LOOKUP).content
    images = tool("pdfimages", content, tmp_path, "-list", "FILE").splitlines()[2:]
    assert [line.split()[3:5] for line in images] == [["390", "567"]]
    certificate.enrolment.uploads.filter(kind="photo").delete()
    bare = certificates_pdf([Certificate.objects.get(pk=certificate.pk)], lookup_address=LOOKUP)
    assert "照片" in text_of(bare.content, tmp_path)


def test_practice_papers_are_marked_and_real_ones_are_not(
    certificate: Certificate, settings: LazySettings, tmp_path: Path
) -> None:
    practice = text_of(certificates_pdf([certificate], lookup_address=LOOKUP).content, tmp_path)
    settings.PRACTICE = False
    real = text_of(certificates_pdf([certificate], lookup_address=LOOKUP).content, tmp_path)
    assert ("练" in practice, "练" in real) == (True, False)


def test_a_revoked_certificate_says_so_across_the_page(certificate: Certificate, tmp_path: Path) -> None:
    certificate._move_to(CertificateStatus.REVOKED)
    text = text_of(certificates_pdf([certificate], lookup_address=LOOKUP).content, tmp_path)
    assert "销" in text


def test_name_and_issuer_are_settings(
    certificate: Certificate, settings: LazySettings, tmp_path: Path
) -> None:
    settings.CERTIFICATE_NAME, settings.CERTIFICATE_ISSUER = "练习等级证书", "练习联合会"
    text = text_of(certificates_pdf([certificate], lookup_address=LOOKUP).content, tmp_path)
    assert "练习等级证书" in text
    assert "机械行业职业能力水平等级证书" not in text
    assert "发证机构：练习联合会" in text


@pytest.mark.parametrize("name", ["𫖯𬍛㛃䶮𠮷", "阿卜杜热合曼·麦麦提图尔荪·阿卜杜喀迪尔江·吐尔逊古丽"])
def test_rare_and_long_names_are_printed_whole_on_the_page(
    station: Station, management_user: User, centre_user: User, tmp_path: Path, name: str
) -> None:
    results.certified_batch(station, management_user, centre_user, {name: results.PASS})
    pdf = certificates_pdf(list(Certificate.objects.all()), lookup_address=LOOKUP)
    assert (pdf.pages, pdf.missing_glyphs) == (1, ())
    assert text_of(pdf.content, tmp_path).count(name) == 2


def test_a_batch_is_one_file_in_roster_order_with_progress(batch: Batch, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    certificates = list(Certificate.objects.filter(enrolment__batch=batch).in_roster_order())
    pdf = certificates_pdf(
        certificates, lookup_address=LOOKUP, progress=lambda done, total: told.append((done, total))
    )
    assert pdf.pages == 2
    pages = tool("pdftotext", pdf.content, tmp_path, "FILE", "-").split("\f")
    assert ["林若溪" in pages[0], "买买提·艾力" in pages[1]] == [True, True]
    assert told == [(1, 3), (2, 3)]


def test_the_code_leads_to_the_page_of_the_certificates_token(
    certificate: Certificate, tmp_path: Path
) -> None:
    address = token_address(LOOKUP, certificate.token)
    assert address == f"https://portal.example.invalid/certificates/v/{certificate.token}/"
    content = certificates_pdf([certificate], lookup_address=LOOKUP).content
    tool("pdftoppm", content, tmp_path, "-png", "-r", "200", "FILE", str(tmp_path / "face"))
    (picture,) = tmp_path.glob("face*.png")
    with Image.open(picture) as image:
        assert read_codes(image) == [address]


@pytest.fixture
def national(approved: Batch, centre_user: User, settings: LazySettings) -> Certificate:
    """林若溪's of the national scheme."""
    settings.CERTIFY_AFTER_SETTLEMENT = False
    numbers.prefix(centre_user)
    results.certified(numbers.national(approved), centre=centre_user)
    return Certificate.objects.get(holder_name="林若溪")


def test_the_national_certificate_carries_every_mandatory_field(
    national: Certificate, tmp_path: Path
) -> None:
    pdf = certificates_pdf([national], lookup_address=LOOKUP)
    text = text_of(pdf.content, tmp_path)
    for words in (
        "职业技能等级证书",
        "姓名林若溪",
        "证件类型居民身份证",
        f"证件号码{national.document_number}",
        f"证书编号{national.number}",
        "职业名称车工",
        "工种/职业方向数控车工",
        "职业技能等级四级/中级工",
        f"评价机构{national.body_name}",
        "发证日期2026年9月8日",
        "发证机构：机械工业职业技能鉴定指导中心",
        "证书查询网址：jndj.osta.org.cn",
        "机构查询网址：pjjg.osta.org.cn",
    ):
        assert words in text, words
    assert "能力水平" not in text
    assert (pdf.pages, pdf.missing_glyphs) == (1, ())
    assert national.body_name == "练习江苏省分支机构BR32"
    assert national.number in tool("pdftotext", pdf.content, tmp_path, "FILE", "-").split()


def test_the_national_certificate_prints_two_dashes_where_there_is_no_trade(
    national: Certificate, tmp_path: Path
) -> None:
    Certificate.objects.filter(pk=national.pk).update(trade_name="")
    bare = Certificate.objects.get(pk=national.pk)
    text = text_of(certificates_pdf([bare], lookup_address=LOOKUP).content, tmp_path)
    assert "工种/职业方向--" in text


def test_its_issuer_and_addresses_are_settings(
    national: Certificate, settings: LazySettings, tmp_path: Path
) -> None:
    settings.SKILL_CERTIFICATE_ISSUER = "练习总部"
    settings.SKILL_CERTIFICATE_LOOKUP, settings.SKILL_BODY_LOOKUP = "a.example.invalid", "b.example.invalid"
    text = text_of(certificates_pdf([national], lookup_address=LOOKUP).content, tmp_path)
    for words in ("发证机构：练习总部", "证书查询网址：a.example.invalid", "机构查询网址：b.example.invalid"):
        assert words in text


def test_certificates_of_two_schemes_are_no_one_file(batch: Batch) -> None:
    one, two = Certificate.objects.filter(enrolment__batch=batch)
    two.scheme = Scheme.SKILL_LEVEL
    with pytest.raises(ValueError, match="too many values"):
        certificates_pdf([one, two], lookup_address=LOOKUP)
