"""Attachments: the corpus of bad files, and what becomes of good ones."""

import time
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from documents.attachments import AttachmentKinds, CleanFile, clean_attachment
from documents.upload_limits import MEGABYTE, clean_file_name
from ostami.problems import BlockedError
from tests.documents import pdfs
from tests.documents.pdfs import dictionary
from tests.documents.test_pictures import BAD as BAD_PICTURES
from tests.documents.test_pictures import png_claiming
from tests.factories.exam import picture

ANY = AttachmentKinds.PICTURE_OR_PDF
SCRIPT = dictionary(S="/JavaScript", JS="app.alert(1)")


def sent(content: bytes, name: str = "文件.pdf", kinds: AttachmentKinds = ANY) -> CleanFile:
    return clean_attachment(content, name, kinds=kinds, max_bytes=10 * MEGABYTE)


GOOD_PDF = pdfs.written(pdfs.pages())
UNKNOWN = "文件不是 JPEG、PNG 图片或 PDF 文件"
BAD = {
    "empty": (b"", "文件是空的"),
    "text": ("营业执照".encode(), UNKNOWN),
    "page": (b"<!doctype html><script>alert(1)</script>", UNKNOWN),
    "program": (b"MZ\x90\0", UNKNOWN),
    "a picture's head alone": (b"\xff\xd8\xff\xe0", "文件不是 JPEG 或 PNG 图片，或已损坏"),
    "a bomb of 30 000 by 30 000": (png_claiming(30_000, 30_000), "图片超过 2500 万像素"),
    "a Word file": (b"PK\x03\x04word", "不能上传 Word"),
    "an old Word file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "不能上传 Word"),
    "rich text": (b"{\\rtf1 hello}", "不能上传 Word"),
    "head alone": (b"%PDF-1.7", "PDF 不完整"),
    "head and end": (b"%PDF-1.7\n%%EOF", "PDF 不完整"),
    "cut off": (GOOD_PDF[: len(GOOD_PDF) // 2], "PDF 不完整"),
    "cut off with an end": (GOOD_PDF[: len(GOOD_PDF) // 2] + b"\n%%EOF", "PDF 不完整"),
    "without an end": (GOOD_PDF.replace(b"%%EOF", b"%%EOT"), "PDF 不完整"),
    "without pages": (pdfs.written(pdfs.pages(0)), "PDF 不完整"),
    "behind something else": (b"GIF89a" + GOOD_PDF, UNKNOWN),
    "with a password": (pdfs.locked("geheim"), "PDF 设有密码或限制"),
    "with an owner's password": (pdfs.locked("", "geheim"), "PDF 设有密码或限制"),
    "101 pages": (pdfs.written(pdfs.pages(101)), "PDF 有 101 页，不能超过 100 页"),
    "a script on opening": (pdfs.with_catalogue(OpenAction=SCRIPT), "PDF 含有脚本"),
    "a script by name": (pdfs.with_catalogue(Names=dictionary(JavaScript=dictionary())), "PDF 含有脚本"),
    "a script on a click": (pdfs.with_note(Subtype="/Link", A=SCRIPT), "PDF 含有脚本"),
    "a script on closing": (pdfs.with_catalogue(AA=dictionary(WC=SCRIPT)), "PDF 含有脚本"),
    "a script in a packed object": (pdfs.packed(b"<</S/JavaScript/JS(1)>>", 3), "PDF 含有脚本"),
    "a script with an escaped name": (pdfs.packed(b"<</S/J#61vaScript>>", 3), "PDF 含有脚本"),
    "a program to launch": (
        pdfs.with_note(Subtype="/Link", A=dictionary(S="/Launch", F="cmd.exe")),
        "PDF 含有会启动程序",
    ),
    "a form that sends": (
        pdfs.with_note(Subtype="/Widget", A=dictionary(S="/SubmitForm")),
        "PDF 含有会启动程序",
    ),
    "an attachment": (pdfs.with_attachment(), "PDF 含有内嵌附件"),
    "a pinned attachment": (pdfs.with_note(Subtype="/FileAttachment"), "PDF 含有内嵌附件"),
    "a dynamic form": (pdfs.with_catalogue(AcroForm=dictionary(XFA="x")), "PDF 含有动态表单"),
    "a film": (pdfs.with_note(Subtype="/RichMedia"), "PDF 含有音频、视频"),
    "a bomb of objects": (pdfs.packed(b"[0 0 0 0 0 0 0 0 0 0 0 0 0 0]", 120_000), "PDF 不完整"),
}


@pytest.mark.parametrize(("content", "sentence"), BAD.values(), ids=BAD.keys())
def test_a_bad_file_is_refused_with_what_is_wrong(content: bytes, sentence: str) -> None:
    started = time.process_time()
    with pytest.raises(BlockedError) as refused:
        sent(content)
    assert time.process_time() - started < 2
    (problem,) = refused.value.problems
    assert problem.text.startswith(sentence)
    assert (problem.field, bool(problem.remedy)) == ("file", True)


@pytest.mark.parametrize(
    "content", [content for content, _ in BAD_PICTURES.values()], ids=BAD_PICTURES.keys()
)
def test_a_bad_picture_is_no_attachment(content: bytes) -> None:
    with pytest.raises(BlockedError):
        sent(content)


def test_word_files_are_asked_for_as_pdf() -> None:
    with pytest.raises(BlockedError, match="请另存为 PDF 后上传"):
        sent("制度".encode(), "规章制度.DOCX")


@pytest.mark.parametrize("count", [1, 100])
def test_a_plain_pdf_is_taken_as_it_is(count: int) -> None:
    content = pdfs.written(pdfs.pages(count))
    assert sent(content, "制度.pdf") == CleanFile(content, "application/pdf", ".pdf", "制度.pdf")
    assert len(PdfReader(BytesIO(content)).pages) == count


def test_a_pdf_that_only_scrolls_on_opening_is_taken() -> None:
    assert sent(pdfs.with_catalogue(OpenAction=dictionary(S="/GoTo", D="top"))).suffix == ".pdf"
    assert sent(pdfs.with_note(Subtype="/Link", A=dictionary(S="/URI", URI="about:blank"))).suffix == ".pdf"


def test_packed_objects_that_do_nothing_are_taken() -> None:
    assert sent(pdfs.packed(b"<</S/JavaScripts>>", 3)).suffix == ".pdf"


def test_a_picture_with_a_script_loses_the_script() -> None:
    cleaned = sent(picture() + b"<script>alert(1)</script>", "照片.jpg")
    assert (b"script" in cleaned.content, cleaned.content_type, cleaned.suffix) == (
        False,
        "image/jpeg",
        ".jpg",
    )


def test_a_large_photo_is_taken_and_shrinks() -> None:
    out = BytesIO()
    Image.effect_noise((3600, 2700), 60).convert("RGB").save(out, "JPEG", quality=95)
    content = out.getvalue()
    cleaned = sent(content, "车间.jpg")
    assert len(content) > 5 * MEGABYTE > 3 * len(cleaned.content) / 2
    assert max(Image.open(BytesIO(cleaned.content)).size) == 2400


def test_ten_megabytes_are_taken_and_a_byte_more_refused() -> None:
    full = picture() + b"\0" * (10 * MEGABYTE - len(picture()))
    assert sent(full).suffix == ".jpg"
    with pytest.raises(BlockedError, match="不能超过 10 MB"):
        sent(full + b"\0")


def test_a_place_takes_its_own_kinds_alone() -> None:
    with pytest.raises(BlockedError, match="这里不收 PDF 文件。请上传 JPEG、PNG 图片"):
        sent(GOOD_PDF, kinds=AttachmentKinds.PICTURE)
    with pytest.raises(BlockedError, match="文件不是 PDF 文件"):
        sent(picture(), kinds=AttachmentKinds.PDF)
    assert sent(picture(), kinds=AttachmentKinds.PICTURE).suffix == ".jpg"
    assert sent(GOOD_PDF, kinds=AttachmentKinds.PDF).suffix == ".pdf"
    assert AttachmentKinds.PICTURE_OR_PDF.accept == "image/jpeg,image/png,application/pdf"


NAMES = [
    ("制度.pdf", "制度.pdf"),
    ("../../etc/passwd", "passwd"),
    ("C:\\Users\\王\\照片.jpg", "照片.jpg"),
    ("a\0b\r\nc.pdf", "ab c.pdf"),
    ("gpj.\u202eexe.pdf", "gpj.exe.pdf"),
    ("ＡＢ　Ｃ.ｐｄｆ", "AB C.pdf"),
    ('<b>"x"|?*.pdf', "b x .pdf"),
    ("\u200b \ufeff", "未命名文件"),
    ("", "未命名文件"),
    ("...", "未命名文件"),
    ("长" * 300 + ".pdf", "长" * 116 + ".pdf"),
    ("长" * 120, "长" * 120),
    ("长" * 121, "长" * 120),
    ("x." + "y" * 300, "x." + "y" * 118),
    ("𠮷.pdf", "𠮷.pdf"),
]


@pytest.mark.parametrize(("name", "kept"), NAMES)
def test_a_name_is_kept_as_plain_text(name: str, kept: str) -> None:
    assert clean_file_name(name) == kept
    assert sent(GOOD_PDF, name).name == kept
