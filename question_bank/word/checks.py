"""What a Word document holds that can't be read faithfully, or that fetches something on opening."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from docx.oxml.ns import qn

from ostami.problems import Problem
from question_bank.word.archive import AS_PICTURE, parsed
from question_bank.word.blocks import UNKNOWN_SYMBOL, paragraph_text, pictures_of

FORMULA = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
FIELDS = re.compile(
    r"\b(DDEAUTO|DDE|INCLUDEPICTURE|INCLUDETEXT|IMPORT|LINK|DATABASE|MACROBUTTON)\b"
    r"|\bHYPERLINK\s+\"?\s*(?!\\l)\S",
    re.IGNORECASE,
)
REVISIONS = ("w:ins", "w:del", "w:moveFrom", "w:moveTo")
TOLD = {
    "w:object": ("嵌入对象（如 Excel 表格、公式编辑器对象）", AS_PICTURE),
    "w:altChunk": ("嵌入的其他文档", "请把内容复制到文档中后重新上传"),
}


def acting_fields(parts: Mapping[str, bytes]) -> Iterator[Problem]:
    """Yield a problem for a field that takes something from elsewhere, in whichever part it stands."""
    for name, part in parts.items():
        if name.endswith(".xml") and (b"instrText" in part or b"fldSimple" in part):
            found = FIELDS.search("".join(_instructions(parsed(part))))
            if found:
                word = found[0].split()[0].upper()
                remedy = "请按 Ctrl+Shift+F9 转为普通文字后重新上传"
                yield _problem(f"文档含有从外部取内容的域（{word}）", remedy)


def _instructions(root: Any) -> Iterator[str]:
    for element in root.iter(qn("w:instrText"), qn("w:fldSimple"), qn("w:fldChar")):
        if element.tag == qn("w:instrText"):
            yield element.text or ""
        else:
            yield f"\n{element.get(qn('w:instr'), '')}\n"


def unreadable(body: Any) -> Iterator[Problem]:
    """Yield what of a document's body can't be read as it stands there."""
    for tag, (what, remedy) in TOLD.items():
        if body.find(f".//{qn(tag)}") is not None:
            yield _problem(f"文档含有{what}", remedy)
    if any(body.find(f".//{qn(tag)}") is not None for tag in REVISIONS):
        yield _problem("文档含有未处理的修订", "请在“审阅”中接受或拒绝全部修订后重新上传")
    if body.find(f".//{FORMULA}") is not None:
        yield _problem("文档含有公式，不能按文字读取", f"请改为普通文字，或{AS_PICTURE.removeprefix('请')}")
    if body.find(f".//{qn('w:tc')}//{qn('w:tbl')}") is not None:
        yield _problem("表格中嵌套了表格", "请拆成单独的表格后重新上传")
    if any(not key for key in pictures_of(body)):
        yield _problem("文档含有文本框、图形或图表，不能读取", AS_PICTURE)
    yield from _symbols(body)


def _symbols(body: Any) -> Iterator[Problem]:
    for paragraph in body.iter(qn("w:p")):
        if paragraph.find(f".//{qn('w:sym')}") is not None and UNKNOWN_SYMBOL in paragraph_text(paragraph):
            yield _problem(
                f"文档含有特殊字体的符号：{paragraph_text(paragraph)[:20]}", "请改用输入法的符号后重新上传"
            )
            return


def _problem(text: str, remedy: str) -> Problem:
    return Problem(text, remedy=remedy, field="file")
