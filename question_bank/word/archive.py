"""The file of a Word document before anything reads it: its kind, its size, and nothing that acts."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile, ZipInfo

from docx.oxml import parse_xml
from lxml.etree import XMLSyntaxError

from documents.import_archive import (
    ENCRYPTED_FLAG,
    ENCRYPTED_PACKAGE,
    MAX_RATIO,
    OLE_START,
    UNPACKING,
    ZIP_START,
    is_in_another_encoding,
)
from documents.upload_limits import MEGABYTE, file_refusal, size_problem
from ostami.problems import BlockedError, refuse_if

MAX_FILE_BYTES = 10 * MEGABYTE
MAX_UNPACKED_BYTES = 60 * MEGABYTE
MAX_ENTRIES = 500
MAX_ELEMENTS = 100_000  # a paper of twenty pages has some 20 000, styles and the rest as many
CONTENT_TYPES, DOCUMENT = "[Content_Types].xml", "word/document.xml"
MARKUP = (".xml", ".rels", ".vml")
SAVE_AS = "请在 Word 或 WPS 中打开，另存为“Word 文档（.docx）”后重新上传"
USE_TEMPLATE = "请下载模板，填写后上传"
AS_PICTURE = "请截图或另存为图片后插入，再重新上传"

# Names of parts, and what they are; compared in lower case.
ACTING_PARTS = {
    "vbaproject": "宏",
    "vbadata": "宏",
    "word/activex/": "ActiveX 控件",
    "word/embeddings/": "嵌入对象（如 Excel 表格、公式编辑器对象）",
    "oleobject": "嵌入对象（如 Excel 表格、公式编辑器对象）",
    "afchunk": "嵌入的其他文档",
}
# The ends of relationship types that are refused wherever they lead.
ACTING_RELATIONS = {
    "afchunk": "嵌入的其他文档",
    "subdocument": "子文档",
    "oleobject": "嵌入对象（如 Excel 表格、公式编辑器对象）",
    "package": "嵌入对象（如 Excel 表格、公式编辑器对象）",
    "control": "ActiveX 控件",
    "vbaproject": "宏",
    "frame": "框架页",
}
OUTSIDE = {
    "hyperlink": ("外部链接（超链接）", "请选中链接，右键“取消超链接”后重新上传"),
    "attachedtemplate": ("外部模板", "请把内容复制到空白文档中，另存后重新上传"),
    "image": ("链接到外部的图片", "请把图片直接插入文档后重新上传"),
}
MACRO_TYPES = ("macroenabled", "vbaproject")
BROKEN = "文件已损坏，无法打开"


def document_parts(content: bytes) -> dict[str, bytes]:
    """Return the parts of a plain Word document by name.

    Raises:
        BlockedError: with one sentence, at the field ``file``: it is something else, too large or damaged, or
            it holds macros, links to the outside, embedded objects or XML that declares entities.
    """
    problem = size_problem(len(content), max_bytes=MAX_FILE_BYTES, noun="文件")
    refuse_if([problem] if problem else [])
    _check_start(content)
    try:
        with ZipFile(BytesIO(content)) as archive:
            _check_entries(archive.infolist())
            parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    except UNPACKING:
        raise file_refusal(BROKEN, SAVE_AS) from None
    _check_markup(parts)
    _check_types(parts)
    for refusal in _outside(parts):
        raise refusal
    return parts


def _check_start(content: bytes) -> None:
    if content.startswith(ZIP_START):
        return
    if content.startswith(OLE_START) and ENCRYPTED_PACKAGE in content:
        raise file_refusal("文档设有打开密码", "请取消密码后重新上传")
    if content.startswith(OLE_START):
        raise file_refusal("文件是旧版 Word 或 WPS 格式（.doc、.wps）", SAVE_AS)
    if content.startswith(b"%PDF"):
        raise file_refusal("文件是 PDF，不是 Word 文档（.docx）", USE_TEMPLATE)
    raise file_refusal("文件不是 Word 文档（.docx）", USE_TEMPLATE)


def _check_entries(entries: list[ZipInfo]) -> None:
    """Refuse by the archive's own list, before anything is unpacked."""
    names = [entry.filename.lower() for entry in entries]
    if len(set(names)) < len(names):
        raise file_refusal("文件已损坏：有同名的部件", SAVE_AS)
    if any(entry.flag_bits & ENCRYPTED_FLAG for entry in entries):
        raise file_refusal("文档设有打开密码", "请取消密码后重新上传")
    if len(entries) > MAX_ENTRIES:
        raise file_refusal(f"文档内有 {len(entries)} 个部件，不能超过 {MAX_ENTRIES} 个", USE_TEMPLATE)
    packed, unpacked = (sum(sizes) for sizes in zip(*map(_sizes, entries), strict=True))
    if unpacked > MAX_UNPACKED_BYTES:
        limit = MAX_UNPACKED_BYTES // MEGABYTE
        raise file_refusal(f"文档解压后超过 {limit} MB", "请压缩文档中的图片后重新上传")
    if unpacked > MAX_RATIO * packed:
        raise file_refusal(f"文档的压缩比超过 {MAX_RATIO} 倍，不是正常的文档", USE_TEMPLATE)
    for name in names:
        for sign, what in ACTING_PARTS.items():
            if sign in name:
                raise _holds(what)


def _sizes(entry: ZipInfo) -> tuple[int, int]:
    return entry.compress_size, entry.file_size


def _check_types(parts: dict[str, bytes]) -> None:
    if CONTENT_TYPES not in parts or DOCUMENT not in parts:
        raise file_refusal("文件不是 Word 文档（.docx）", USE_TEMPLATE)
    types = [one.get("ContentType", "").lower() for one in parsed(parts[CONTENT_TYPES])]
    if any(word in held for word in MACRO_TYPES for held in types):
        raise _holds("宏")
    if any(held.endswith("template.main+xml") for held in types):
        raise file_refusal("文件是 Word 模板（.dotx），不是文档", SAVE_AS)
    if b"purl.oclc.org/ooxml" in parts[DOCUMENT]:
        raise file_refusal("文件是“严格 Open XML”格式", SAVE_AS)


def parsed(part: bytes) -> Any:
    """Return a part's root; no entity is resolved and nothing is loaded.

    Raises:
        BlockedError: it is no XML.
    """
    try:
        return parse_xml(part)
    except (XMLSyntaxError, ValueError):
        raise file_refusal(BROKEN, SAVE_AS) from None


def _check_markup(parts: dict[str, bytes]) -> None:
    """Refuse what the parser must not see: declared entities, other encodings, elements beyond number."""
    markup = [part for name, part in parts.items() if name.lower().endswith(MARKUP)]
    if any(b"<!DOCTYPE" in part or b"<!ENTITY" in part or is_in_another_encoding(part) for part in markup):
        raise file_refusal("文档含有不允许的 XML 声明", SAVE_AS)
    if sum(part.count(b"<") for part in markup) > 2 * MAX_ELEMENTS:
        raise file_refusal("文档内容过多，无法读取", "请删除多余的内容，或使用模板重新填写")


def _outside(parts: dict[str, bytes]) -> Iterator[BlockedError]:
    """Yield a refusal for each relationship that acts or leads out of the document."""
    relations = (parsed(part) for name, part in parts.items() if name.lower().endswith(".rels"))
    for relation in (one for held in relations for one in held):
        kind = relation.get("Type", "").rsplit("/", 1)[-1].lower()
        if kind in ACTING_RELATIONS:
            yield _holds(ACTING_RELATIONS[kind])
        if relation.get("TargetMode", "").lower() == "external":
            what, remedy = OUTSIDE.get(kind, ("外部链接", "请断开链接或删除后重新上传"))
            yield file_refusal(f"文档含有{what}", remedy)


def _holds(what: str) -> BlockedError:
    remedy = SAVE_AS if what == "宏" else f"请删除，或{AS_PICTURE.removeprefix('请')}"
    return file_refusal(f"文档含有{what}", remedy)
