"""The file of a workbook before anything parses it: what kind it is, and whether it unpacks within bounds."""

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from documents.upload_limits import MEGABYTE, file_refusal, size_problem
from ostami.problems import BlockedError, refuse_if

MAX_FILE_BYTES = 2 * MEGABYTE
MAX_UNPACKED_BYTES = 20 * MEGABYTE
MAX_ENTRIES = 200
MAX_RATIO = 100
# Parsing takes time by element: 2000 rows of 50 cells have some 400 000, styles and the rest a few thousand.
MAX_ELEMENTS, MAX_OTHER_ELEMENTS = 500_000, 50_000
MAX_TABS = 50
CELL_PARTS = ("xl/worksheets/", "xl/sharedStrings")

ZIP_START, OLE_START = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
WORKBOOK, BINARY_WORKBOOK, MACROS = "xl/workbook.xml", "xl/workbook.bin", "vbaproject.bin"
ENCRYPTED_FLAG = 0x1
OTHER_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-?8[\"'])", re.IGNORECASE)
UNPACKING = (
    BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    NotImplementedError,
    KeyError,
)

SAVE_AS = "请在 Excel 或 WPS 中打开，另存为“Excel 工作簿（.xlsx）”后重新上传"
USE_TEMPLATE = "请下载模板，填写后上传"
MARKS = (b"<", b"</", b"sheetId=", b"<!DOCTYPE", b"<!ENTITY")
PIECE_BYTES = 64 * 1024
LONGEST_MARK = max(map(len, MARKS)) - 1


@dataclass(frozen=True, slots=True)
class Bounds:
    """How large a workbook may be: its file, its parts unpacked, and what is in its cells' parts."""

    file_bytes: int = MAX_FILE_BYTES
    unpacked_bytes: int = MAX_UNPACKED_BYTES
    elements: int = MAX_ELEMENTS


BOUNDS = Bounds()
# For tables of up to 100 000 rows, which are read row by row.
LARGE = Bounds(20 * MEGABYTE, 120 * MEGABYTE, 5_000_000)


def check_workbook_file(content: bytes, *, bounds: Bounds = BOUNDS) -> None:
    """Refuse what is no plain workbook, or would take too much room or time to read.

    Raises:
        BlockedError: with one sentence, at the field ``file``.
    """
    problem = size_problem(len(content), max_bytes=bounds.file_bytes, noun="表格")
    refuse_if([problem] if problem else [])
    _check_start(content)
    try:
        with ZipFile(BytesIO(content)) as archive:
            _check_entries(archive.infolist(), bounds)
            _check_parts(archive, bounds)
    except UNPACKING:
        raise file_refusal("文件已损坏，无法打开", SAVE_AS) from None


def _check_start(content: bytes) -> None:
    """Tell by the first bytes what else was sent."""
    if content.startswith(ZIP_START):
        return
    if content.startswith(OLE_START):
        if ENCRYPTED_PACKAGE in content:
            raise file_refusal("工作簿设有打开密码", "请取消密码后重新上传")
        raise file_refusal("文件是旧版 Excel 或 Word 格式（.xls、.doc）", SAVE_AS)
    if b"\0" not in content:
        raise file_refusal("文件是纯文本（如 .csv），不是 .xlsx 工作簿", SAVE_AS)
    raise file_refusal("文件不是 .xlsx 工作簿", USE_TEMPLATE)


def _check_entries(entries: Sequence[ZipInfo], bounds: Bounds) -> None:
    """Refuse by the archive's own list, before anything is unpacked."""
    names = {entry.filename.lower() for entry in entries}
    if any(name.endswith(MACROS) for name in names):
        raise file_refusal("工作簿含有宏（.xlsm）", SAVE_AS)
    if BINARY_WORKBOOK in names:
        raise file_refusal("文件是 Excel 二进制工作簿（.xlsb）", SAVE_AS)
    if WORKBOOK not in names:
        raise file_refusal("文件不是 .xlsx 工作簿", USE_TEMPLATE)
    if any(entry.flag_bits & ENCRYPTED_FLAG for entry in entries):
        raise file_refusal("工作簿设有打开密码", "请取消密码后重新上传")
    check_sizes([(entry.compress_size, entry.file_size) for entry in entries], bounds=bounds)


def check_sizes(sizes: Sequence[tuple[int, int]], *, bounds: Bounds = BOUNDS) -> None:
    """Refuse an archive whose entries, as (packed, unpacked) bytes, are too many, too large or a bomb.

    Raises:
        BlockedError: with one sentence, at the field ``file``.
    """
    packed, unpacked = (sum(column) for column in zip(*sizes, strict=True))
    if len(sizes) > MAX_ENTRIES:
        raise file_refusal(f"工作簿内有 {len(sizes)} 个部件，不能超过 {MAX_ENTRIES} 个", USE_TEMPLATE)
    if unpacked > bounds.unpacked_bytes:
        limit = bounds.unpacked_bytes // MEGABYTE
        raise file_refusal(f"工作簿解压后超过 {limit} MB", "请删除多余的工作表、图片和格式，或分几份导入")
    if unpacked > MAX_RATIO * packed:
        raise file_refusal(f"工作簿的压缩比超过 {MAX_RATIO} 倍，不是正常的表格", USE_TEMPLATE)


def _check_parts(archive: ZipFile, bounds: Bounds) -> None:
    """Refuse what the parsers must not see: declared entities, other encodings, elements beyond number."""
    elements = others = tabs = 0
    for entry in archive.infolist():
        marks = _marks_in(archive, entry)
        if marks[b"<!DOCTYPE"] or marks[b"<!ENTITY"]:
            raise _strange_xml()
        count = marks[b"<"] - marks[b"</"]
        elements += count
        others += 0 if entry.filename.startswith(CELL_PARTS) else count
        tabs += marks[b"sheetId="]
    if elements > bounds.elements or others > MAX_OTHER_ELEMENTS or tabs > MAX_TABS:
        raise file_refusal(
            "工作簿内容过多，无法读取", "请删除多余的工作表、空单元格和格式，或使用模板重新填写"
        )


def _marks_in(archive: ZipFile, entry: ZipInfo) -> dict[bytes, int]:
    """Count the marks in a part, which is never in memory as a whole."""
    found = dict.fromkeys(MARKS, 0)
    tail = b""
    with archive.open(entry) as part:
        while piece := part.read(PIECE_BYTES):
            if not tail and is_in_another_encoding(piece):
                raise _strange_xml()
            window = tail + piece
            for mark in MARKS:
                found[mark] += window.count(mark) - tail.count(mark)
            tail = window[-LONGEST_MARK:]
    return found


def _strange_xml() -> BlockedError:
    return file_refusal("工作簿含有不允许的 XML 声明", SAVE_AS)


def is_in_another_encoding(part: bytes) -> bool:
    """Tell whether a part hides what it says from a search of its bytes."""
    return part.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")) or bool(
        OTHER_ENCODING.match(part[:200])
    )
