"""Documents that won't do, each with the sentence that says why."""

import random
import time
from collections.abc import Callable
from copy import deepcopy
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx.document import Document
from docx.oxml.ns import nsdecls, qn

from ostami.problems import BlockedError
from question_bank.task_reading import read_task
from question_bank.word.archive import MAX_ENTRIES, MAX_FILE_BYTES
from tests.factories.tasks import FACTS, MATERIALS, SCORING, TOOLS, add_below, document_with, heading, removed
from tests.question_bank.word_files import (
    DOCUMENT,
    OLE,
    TYPES,
    cell,
    good_with,
    part,
    related,
    repacked,
    replaced,
    with_field,
    with_run,
)

SETTINGS = "word/_rels/settings.xml.rels"
MAIN = b"wordprocessingml.document.main+xml"
ENCRYPTED = OLE + "EncryptedPackage".encode("utf-16-le")


def problems(content: bytes) -> list[str]:
    """Return what is told of a document."""
    started = time.perf_counter()
    with pytest.raises(BlockedError) as refused:
        read_task(content)
    assert time.perf_counter() - started < 5
    assert {problem.field for problem in refused.value.problems} == {"file"}
    assert all(problem.remedy for problem in refused.value.problems)
    return [problem.text for problem in refused.value.problems]


def zipped(**parts: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return out.getvalue()


def locked() -> bytes:
    marked = bytearray(document_with())
    place = marked.find(b"PK\x01\x02")
    while place >= 0:
        marked[place + 8] |= 1
        place = marked.find(b"PK\x01\x02", place + 4)
    return bytes(marked)


def twice_the_same_name() -> bytes:
    out = BytesIO(document_with())
    with ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(DOCUMENT, b"<a/>")
    return out.getvalue()


def noise(size: int) -> bytes:
    return random.Random(1).randbytes(size)  # noqa: S311  no secret


FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "文件是空的"),
    "too large": (lambda: b"PK\x03\x04" + bytes(MAX_FILE_BYTES), "文件为 10.01 MB，不能超过 10 MB"),
    "text": ("名称".encode, "文件不是 Word 文档（.docx）"),
    "pdf": (lambda: b"%PDF-1.7", "文件是 PDF，不是 Word 文档（.docx）"),
    "doc": (lambda: OLE + bytes(600), "文件是旧版 Word 或 WPS 格式（.doc、.wps）"),
    "password": (lambda: ENCRYPTED, "文档设有打开密码"),
    "zip password": (locked, "文档设有打开密码"),
    "cut off": (lambda: document_with()[:9000], "文件已损坏，无法打开"),
    "no archive": (lambda: b"PK\x03\x04" + noise(900), "文件已损坏，无法打开"),
    "other archive": (lambda: zipped(a=b"b"), "文件不是 Word 文档（.docx）"),
    "broken markup": (lambda: good_with({DOCUMENT: b"<w:document>"}), "文件已损坏，无法打开"),
    "same name": (twice_the_same_name, "文件已损坏：有同名的部件"),
    "parts": (
        lambda: good_with({f"word/p{number}.bin": b"1" for number in range(MAX_ENTRIES)}),
        f"文档内有 {MAX_ENTRIES + len(ZipFile(BytesIO(document_with())).namelist())} 个部件，不能超过 500 个",
    ),
    "unpacked": (lambda: good_with({"word/a.bin": bytes(61 * 2**20)}), "文档解压后超过 60 MB"),
    "ratio": (
        lambda: good_with({"word/a.bin": bytes(50 * 2**20)}),
        "文档的压缩比超过 100 倍，不是正常的文档",
    ),
    "template": (
        lambda: replaced(TYPES, MAIN, b"wordprocessingml.template.main+xml"),
        "文件是 Word 模板（.dotx），不是文档",
    ),
    "strict": (
        lambda: replaced(
            DOCUMENT,
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        ),
        "文件是“严格 Open XML”格式",
    ),
    "entities": (
        lambda: good_with({DOCUMENT: b'<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>'}),
        "文档含有不允许的 XML 声明",
    ),
    "entities in utf-16": (
        lambda: good_with({DOCUMENT: '<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>'.encode("utf-16")}),
        "文档含有不允许的 XML 声明",
    ),
    "elements": (
        lambda: good_with({DOCUMENT: b"<a>" + b"<b/>" * 700_000 + b"</a>", "word/n.bin": noise(90_000)}),
        "文档内容过多，无法读取",
    ),
}
ACTING: dict[str, tuple[Callable[[], bytes], str]] = {
    "macro part": (lambda: good_with({"word/vbaProject.bin": b"1"}), "文档含有宏"),
    "macro data": (lambda: good_with({"word/vbaData.xml": b"<a/>"}), "文档含有宏"),
    "macro under another name": (
        lambda: related("x/vbaProject", "harmless.bin", mode=""),
        "文档含有宏",
    ),
    "macro document": (
        lambda: replaced(
            TYPES,
            b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            b"application/vnd.ms-word.document.macroEnabled.main+xml",
        ),
        "文档含有宏",
    ),
    "hyperlink": (lambda: related("hyperlink", "https://example.org/"), "文档含有外部链接（超链接）"),
    "remote picture": (lambda: related("image", "https://example.org/a.png"), "文档含有链接到外部的图片"),
    "local picture": (lambda: related("image", "file:///C:/a.png"), "文档含有链接到外部的图片"),
    "remote template": (
        lambda: related("attachedTemplate", "https://example.org/a.dotm", name=SETTINGS),
        "文档含有外部模板",
    ),
    "spelt with references": (
        lambda: related("hyperlink", "a&gt;b", mode=' TargetMode="Extern&#97;l"'),
        "文档含有外部链接（超链接）",
    ),
    "remote frame": (lambda: related("frame", "https://example.org/"), "文档含有框架页"),
    "sub-document": (lambda: related("subDocument", "a.docx"), "文档含有子文档"),
    "other external": (lambda: related("mailMergeSource", "file:///a"), "文档含有外部链接"),
    "chunk": (lambda: related("aFChunk", "/word/a.html", mode=""), "文档含有嵌入的其他文档"),
    "embedded workbook": (
        lambda: good_with({"word/embeddings/a.xlsx": b"1"}),
        "文档含有嵌入对象（如 Excel 表格、公式编辑器对象）",
    ),
    "embedded object": (
        lambda: related("oleObject", "a.bin", mode=""),
        "文档含有嵌入对象（如 Excel 表格、公式编辑器对象）",
    ),
    "control": (lambda: good_with({"word/activeX/activeX1.xml": b"<a/>"}), "文档含有ActiveX 控件"),
    "DDE": (lambda: with_field("DD", "EAUTO c:\\\\a.exe"), "文档含有从外部取内容的域（DDEAUTO）"),
    "included picture": (
        lambda: with_field('INCLUDEPICTURE "https://example.org/a.png"'),
        "文档含有从外部取内容的域（INCLUDEPICTURE）",
    ),
    "link by a field": (
        lambda: with_field(' HYPERLINK "https://example.org/" '),
        "文档含有从外部取内容的域（HYPERLINK）",
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_plain_document_is_refused_as_a_whole(name: str) -> None:
    make, sentence = FILES[name]

    assert problems(make()) == [sentence]


@pytest.mark.parametrize("name", ACTING)
def test_whatever_acts_or_reaches_out_is_refused(name: str) -> None:
    make, sentence = ACTING[name]

    assert problems(make()) == [sentence]


def test_a_link_within_the_document_is_no_link_to_the_outside() -> None:
    assert read_task(with_field('HYPERLINK \\l "_Toc1"')).minutes == 120


SHAPE = (
    '<w:r {ns} xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    "<w:drawing><wp:inline/></w:drawing></w:r>"
)
FORMULA = '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r/></m:oMath>'


def without(number: str) -> Callable[[Document], None]:
    """Return the change that takes a section's heading away."""

    def put(document: Document) -> None:
        removed(heading(document, number)._p)

    return put


def text_in(number: str, text: str) -> Callable[[Document], None]:
    def put(document: Document) -> None:
        add_below(heading(document, number), text)

    return put


def two_scoring_tables(document: Document) -> None:
    table = document.add_table(2, 3)
    for column, head in enumerate(("考核内容", "评分标准", "配分")):
        table.cell(0, column).text = head
    document.tables[SCORING]._tbl.addnext(table._tbl)


def no_scoring_table(document: Document) -> None:
    removed(document.tables[SCORING]._tbl)


def emptied_materials(document: Document) -> None:
    for column in range(1, 4):
        document.tables[MATERIALS].cell(1, column).text = ""


def table_in_steps(document: Document) -> None:
    table = document.add_table(1, 1)
    table.cell(0, 0).text = "转速 800"
    heading(document, "四、")._p.addnext(table._tbl)


def nested(document: Document) -> None:
    document.tables[SCORING].cell(1, 1).add_table(1, 1)


def many_pictures(document: Document) -> None:
    (picture,) = (
        one for one in document.element.body.iter(qn("w:r")) if one.find(qn("w:drawing")) is not None
    )
    for _ in range(12):
        picture.addnext(deepcopy(picture))


CONTENTS: dict[str, tuple[Callable[[], bytes], list[str]]] = {
    "wrong sum with its row": (
        lambda: document_with(cell(SCORING, 1, 2, "共 30 分"), cell(SCORING, 1, 3, "28")),
        ["评分表合计 98 分，应为 100 分"],
    ),
    "wrong total": (
        lambda: document_with(cell(SCORING, 11, 3, "98")),
        ["评分表各行配分相加为 100 分，合计行写的是 98 分"],
    ),
    "no number": (lambda: document_with(cell(SCORING, 2, 3, "二十")), ["评分表第 2 行配分“二十”不是数字"]),
    "no points": (lambda: document_with(cell(SCORING, 3, 3, "")), ["评分表第 3 行没有配分"]),
    "negative": (
        lambda: document_with(cell(SCORING, 1, 3, "-10"), cell(SCORING, 2, 3, "62.5")),
        ["评分表第 1 行的配分为 -10，应大于 0"],
    ),
    "nothing": (
        lambda: document_with(cell(SCORING, 1, 3, "0"), cell(SCORING, 2, 3, "52.5")),
        ["评分表第 1 行的配分为 0，应大于 0"],
    ),
    "no content": (
        lambda: document_with(cell(SCORING, 4, 1, "")),
        ["评分表第 4 行没有考核内容"],
    ),
    "no scoring table": (
        lambda: document_with(no_scoring_table),
        ["没有找到评分表，表头应有“考核内容、评分标准、配分”"],
    ),
    "two scoring tables": (lambda: document_with(two_scoring_tables), ["文档中有 2 个评分表"]),
    "renamed heading": (
        lambda: document_with(cell(SCORING, 0, 3, "权重")),
        ["“评分表”部分有别的表格，或表头不全", "没有找到评分表，表头应有“考核内容、评分标准、配分”"],
    ),
    "no title": (lambda: document_with(cell(FACTS, 0, 1, "")), ["文档中没有填写名称"]),
    "long title": (lambda: document_with(cell(FACTS, 0, 1, "轴" * 61)), ["名称为 61 字，不能超过 60 字"]),
    "no minutes": (lambda: document_with(cell(FACTS, 1, 1, "")), ["文档中没有填写考核时间"]),
    "hours": (lambda: document_with(cell(FACTS, 1, 1, "两小时")), ["考核时间“两小时”不是分钟数"]),
    "endless": (lambda: document_with(cell(FACTS, 1, 1, "1441")), ["考核时间“1441”不是分钟数"]),
    "no materials": (lambda: document_with(emptied_materials), ["“材料准备”的表格没有内容"]),
    "nameless tool": (
        lambda: document_with(cell(TOOLS, 2, 2, "0–25")),
        ["“工量具准备”第 2 行没有名称"],
    ),
    "tools under another heading": (
        lambda: document_with(cell(TOOLS, 0, 1, "品名")),
        ["“工量具准备”的表头应为“名称、规格、数量”", "“工量具准备”的表格没有内容"],
    ),
    "no section of steps": (
        lambda: document_with(without("四、")),
        ["文档中没有“操作步骤”这一部分", "“工量具准备”的表格外还有文字“装夹毛坯，车端面。”"],
    ),
    "no section of safety": (
        lambda: document_with(without("六、")),
        ["文档中没有“安全文明”这一部分", "“评分表”的表格外还有文字“工作服、工作帽穿戴整齐。”"],
    ),
    "words beside a table": (
        lambda: document_with(text_in("二、", "自备料")),
        ["“材料准备”的表格外还有文字“自备料”"],
    ),
    "table among steps": (lambda: document_with(table_in_steps), ["“操作步骤”中的表格不能读取"]),
    "nested table": (lambda: document_with(nested), ["表格中嵌套了表格"]),
    "shape": (lambda: with_run(SHAPE.format(ns=nsdecls("w"))), ["文档含有文本框、图形或图表，不能读取"]),
    "formula": (lambda: with_run(FORMULA), ["文档含有公式，不能按文字读取"]),
    "revision": (
        lambda: with_run(f'<w:ins {nsdecls("w")} w:id="1" w:author="a"><w:r><w:t>改</w:t></w:r></w:ins>'),
        ["文档含有未处理的修订"],
    ),
    "symbol": (
        lambda: with_run(f'<w:r {nsdecls("w")}><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'),
        ["文档含有特殊字体的符号：见图□"],
    ),
    "too many pictures": (lambda: document_with(many_pictures), ["文档有 13 张图片，最多 12 张"]),
    "metafile": (
        lambda: good_with({"word/media/image1.png": b"\x01\x00\x00\x00" + noise(200)}),
        ["第 1 张图片：文件不是 JPEG 或 PNG 图片，或已损坏"],
    ),
    "missing picture": (
        lambda: replaced("word/_rels/document.xml.rels", b"media/image1.png", b"../../../etc/passwd"),
        ["第 1 张图片：文件是空的"],
    ),
}


@pytest.mark.parametrize("name", CONTENTS)
def test_what_is_missing_or_wrong_is_named(name: str) -> None:
    make, sentences = CONTENTS[name]

    assert problems(make()) == sentences


def remedy(*changes: Callable[[Document], object]) -> str:
    with pytest.raises(BlockedError) as refused:
        read_task(document_with(*changes))
    return refused.value.problems[0].remedy


def test_a_wrong_sum_names_the_rows_that_contradict_themselves() -> None:
    named = remedy(cell(SCORING, 1, 2, "共 30 分"), cell(SCORING, 1, 3, "28"))

    assert named == "请检查第 1 行，改正后重新上传"


def test_a_wrong_sum_names_the_row_that_is_just_too_much() -> None:
    named = remedy(*(cell(SCORING, 6, column, text) for column, text in ((1, "倒角"), (3, "8"))))

    assert named == "请检查第 6 行，改正后重新上传"


def test_a_wrong_sum_names_rows_that_stand_there_twice() -> None:
    twice = (cell(SCORING, 2, 1, "外圆 Φ30"), cell(SCORING, 2, 3, "30"))

    assert remedy(*twice) == "请检查第 1、2 行，改正后重新上传"


def test_a_wrong_sum_tells_what_was_read_where_no_row_looks_wrong() -> None:
    named = remedy(cell(SCORING, 1, 3, "29"))

    assert named == (
        "读到的配分是：第 1 行 29 分、第 2 行 22.5 分、第 3 行 17.5 分、第 4 行 20 分、第 5 行 10 分。"
        "请核对后重新上传"
    )


def test_everything_is_told_at_once() -> None:
    told = problems(document_with(cell(FACTS, 0, 1, ""), cell(SCORING, 1, 3, "三十"), emptied_materials))

    assert told == ["“材料准备”的表格没有内容", "评分表第 1 行配分“三十”不是数字", "文档中没有填写名称"]


def test_a_part_hidden_in_another_folder_is_found_too() -> None:
    content = repacked(document_with(), {"custom/oleObject1.bin": b"1"})

    assert part(content, "custom/oleObject1.bin") == b"1"
    assert problems(content) == ["文档含有嵌入对象（如 Excel 表格、公式编辑器对象）"]


def test_a_table_made_to_take_long_is_read_in_bounds() -> None:
    wide = "<w:tc><w:tcPr><w:gridSpan w:val='9999'/></w:tcPr><w:p/></w:tc>"
    rows = f"<w:tbl>{f'<w:tr>{wide * 60}</w:tr>' * 350}</w:tbl>".encode()
    body = part(document_with(), DOCUMENT).replace(b"<w:sectPr", rows + b"<w:sectPr", 1)

    started = time.perf_counter()
    assert read_task(good_with({DOCUMENT: body, "word/n.bin": noise(90_000)})).minutes == 120
    assert time.perf_counter() - started < 5
