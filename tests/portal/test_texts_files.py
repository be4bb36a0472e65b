"""Files of notices: which are taken, and how they are handed out."""

from urllib.parse import quote

import pytest
from django.test import Client

from accounts.models import User
from ostami.downloads import DOCX, PDF, XLSX
from ostami.problems import BlockedError
from portal.models import PublicText
from stations.services.files import FILE_MAX_BYTES, SentFile
from tests.factories import exam, texts

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("file", "content_type", "name"),
    [
        (texts.pdf(), PDF, "报名表.pdf"),
        (texts.docx(), DOCX, "登记表.docx"),
        (texts.xlsx(), XLSX, "汇总表.xlsx"),
        (SentFile("现场.jpg", exam.picture()), "image/jpeg", "现场.jpg"),
        (SentFile("图.png", exam.picture(kind="PNG")), "image/png", "图.png"),
        (texts.pdf("../../名单.PDF"), PDF, "名单.PDF"),
        (texts.pdf("网页.html"), PDF, "网页.pdf"),
    ],
)
def test_a_file_is_handed_out_as_what_it_is_under_its_name(
    file: SentFile, content_type: str, name: str, client: Client, management_user: User
) -> None:
    text = texts.published(management_user, files=[file])
    row = text.latest.files.get()
    assert name in client.get(text.public_address()).content.decode()
    answer = client.get(f"/notices/{text.pk}/files/{row.pk}/")
    assert answer["Content-Type"] == content_type
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == f"attachment; filename*=utf-8''{quote(name)}"
    if content_type in {PDF, DOCX, XLSX}:
        assert answer.content == file.content


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (SentFile("a.exe", b"MZ" + b"\0" * 50), "文件不是 PDF、Word"),
        (SentFile("a.pdf", b"<html><script>alert(1)</script>"), "文件不是 PDF、Word"),
        (SentFile("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "文件不是 PDF、Word"),
        (SentFile("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600), "旧版 Word、Excel"),
        (SentFile("a.zip", b"PK\x03\x04" + b"\0" * 50), "文件已损坏"),
        (texts.with_part(texts.docx(), "word/vbaProject.bin"), "宏"),
        (texts.with_part(texts.xlsx(), "xl/vbaProject.bin"), "宏"),
        (SentFile("空.pdf", b""), "文件是空的"),
        (SentFile("大.pdf", b"%PDF-" + b"\0" * FILE_MAX_BYTES), "不能超过 10 MB"),
        (SentFile("坏.pdf", b"%PDF-1.7\n"), "不完整或已损坏"),
    ],
)
def test_other_files_are_refused_by_name(file: SentFile, sentence: str, management_user: User) -> None:
    with pytest.raises(BlockedError) as refused:
        texts.draft(management_user, files=[texts.pdf("好.pdf"), file])
    [problem] = refused.value.problems
    assert sentence in str(problem)
    assert problem.text.startswith(f"“{file.name}”：")
    assert not PublicText.objects.exists()
