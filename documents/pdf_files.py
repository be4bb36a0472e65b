"""PDF files that people upload: refused where they are damaged, locked, too long, or would act on opening."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import Configuration, PdfReader, apply_configuration
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from documents.upload_limits import MEGABYTE, file_refusal
from ostami.problems import BlockedError

START, END = b"%PDF-", b"%%EOF"
END_WITHIN = 2048  # bytes from the file's end; some programs write a signature behind it
MAX_PAGES = 100
MAX_OBJECTS = 50_000
# What objects may unpack to. A hundred pages of text have some 100 kB of them; pictures are not counted.
MAX_STREAM_BYTES, MAX_OBJECT_BYTES = 2 * MEGABYTE, 4 * MEGABYTE
# Headings and paragraphs for screen readers: most of a tagged file's objects, and none of them can act.
STRUCTURE = "/StructTreeRoot"
# What the reader raises for files that are cut off, damaged or built to hurt.
BROKEN = (
    PyPdfError,
    OSError,
    LookupError,
    AttributeError,
    AssertionError,
    ValueError,
    TypeError,
    ArithmeticError,
    RecursionError,
    MemoryError,
    NotImplementedError,
)

SCRIPT, LAUNCH, ATTACHMENT, DYNAMIC, MEDIA = (
    "PDF 含有脚本",
    "PDF 含有会启动程序或发送数据的动作",
    "PDF 含有内嵌附件",
    "PDF 含有动态表单（XFA）",
    "PDF 含有音频、视频或三维内容",
)
FORBIDDEN_KEYS = {
    "/JS": SCRIPT,
    "/JavaScript": SCRIPT,
    "/XFA": DYNAMIC,
    "/EmbeddedFiles": ATTACHMENT,
    "/EF": ATTACHMENT,
}
FORBIDDEN_VALUES = {
    ("/S", "/JavaScript"): SCRIPT,
    ("/S", "/Launch"): LAUNCH,
    ("/S", "/ImportData"): LAUNCH,
    ("/S", "/SubmitForm"): LAUNCH,
    ("/S", "/GoToE"): ATTACHMENT,
    ("/S", "/Rendition"): MEDIA,
    ("/S", "/RichMediaExecute"): MEDIA,
    ("/Type", "/EmbeddedFile"): ATTACHMENT,
    ("/Subtype", "/FileAttachment"): ATTACHMENT,
    ("/Subtype", "/RichMedia"): MEDIA,
    ("/Subtype", "/Movie"): MEDIA,
    ("/Subtype", "/Screen"): MEDIA,
    ("/Subtype", "/3D"): MEDIA,
}
PRINT_ANEW = "请用“打印”或“导出为 PDF”重新生成后上传"


def check_pdf(content: bytes, *, max_pages: int = MAX_PAGES) -> int:
    """Refuse a file that is no plain PDF of at most `max_pages` pages; return how many it has.

    Raises:
        BlockedError: with one sentence, at the field ``file``.
    """
    if not content.startswith(START):
        raise file_refusal("文件不是 PDF", "请上传 PDF 文件")
    if END not in content[-END_WITHIN:]:
        raise _damaged()
    with apply_configuration(_limits(max_pages)):
        try:
            return _check(PdfReader(BytesIO(content)), max_pages)
        except BROKEN:
            raise _damaged() from None


def _limits(max_pages: int) -> Configuration:
    return Configuration(
        zlib_maximum_output_length=MAX_STREAM_BYTES,
        lzw_maximum_output_length=MAX_STREAM_BYTES,
        run_length_maximum_output_length=MAX_STREAM_BYTES,
        brotli_maximum_output_length=MAX_STREAM_BYTES,
        page_tree_maximum_entries=10 * max_pages,
    )


def _damaged() -> BlockedError:
    return file_refusal("PDF 不完整或已损坏，无法打开", PRINT_ANEW)


def _check(reader: PdfReader, max_pages: int) -> int:
    if reader.is_encrypted:
        raise file_refusal("PDF 设有密码或限制", "请取消密码和限制后重新上传")
    _refuse_too_complex(reader)
    pages = len(reader.pages)
    if not pages:
        raise _damaged()
    if pages > max_pages:
        raise file_refusal(f"PDF 有 {pages} 页，不能超过 {max_pages} 页", "请拆分后上传")
    for held in _dictionaries(reader):
        _refuse_acting(held)
    return pages


def _refuse_too_complex(reader: PdfReader) -> None:
    """Add up what the packed objects unpack to, which takes no time beside reading them."""
    unpacked = 0
    for number in {number for number, _ in reader.xref_objStm.values()}:
        unpacked += len(reader.get_object(number).get_data())  # type: ignore[union-attr]  # a stream, or damaged
        if unpacked > MAX_OBJECT_BYTES:
            raise _too_complex()


def _too_complex() -> BlockedError:
    return file_refusal("PDF 结构过于复杂，无法检查", PRINT_ANEW)


def _dictionaries(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Yield every dictionary that can be reached from the file's trailer, each once."""
    waiting: list[Any] = [reader.trailer]
    seen: set[tuple[int, int]] = set()
    while waiting:
        held = waiting.pop()
        if isinstance(held, IndirectObject):
            place = (held.idnum, held.generation)
            if place in seen:
                continue
            seen.add(place)
            held = held.get_object()
        if len(seen) > MAX_OBJECTS:
            raise _too_complex()
        if isinstance(held, DictionaryObject):
            yield held
            waiting += [held.raw_get(key) for key in held if key != STRUCTURE]
        elif isinstance(held, ArrayObject):
            waiting += list.__iter__(held)


def _refuse_acting(held: DictionaryObject) -> None:
    for key in held:
        value = held.raw_get(key)
        text = FORBIDDEN_KEYS.get(key) or FORBIDDEN_VALUES.get((key, str(value)))
        if text:
            raise file_refusal(text, PRINT_ANEW)
