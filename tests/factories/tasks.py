"""Practical tasks and the Word documents that they come from."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.shared import Mm
from docx.text.paragraph import Paragraph
from PIL import Image

from accounts.models import User
from documents.docx import render_docx
from ostami import clock
from question_bank.models import ItemStatus, PracticalTask
from question_bank.services.tasks import add_task
from question_bank.sheets.task import template_sheet
from scope_catalog.levels import Level
from scope_catalog.models import Trade
from workflow.lifecycle import perform

FACTS, MATERIALS, TOOLS, SCORING = range(4)
NAME, MINUTES = "阶梯轴车削", "120 分钟"
SCORES = (
    ("外圆 Φ30", "超差 0.01 扣 2 分", "30"),
    ("外圆 Φ24", "超差 0.01 扣 2 分", "22.5"),
    ("长度 60", "超差不得分", "17.5"),
    ("表面粗糙度", "每处降一级扣 2 分", "20"),
    ("安全文明生产", "违反一项扣 2 分", "10"),
)
TEXTS = {
    "一、": ("按图样加工，未注公差按 IT12。", "不得使用砂布抛光。"),
    "四、": ("装夹毛坯，车端面。", "粗车、精车各外圆。"),
    "六、": ("工作服、工作帽穿戴整齐。",),
    "七、": ("图 1 阶梯轴",),
}


def drawing(side: int = 40) -> bytes:
    """Make a small drawing."""
    out = BytesIO()
    Image.new("RGB", (side, side), "white").save(out, "PNG")
    return out.getvalue()


def filled() -> Document:
    """Fill the portal's own template as a teacher would."""
    document = docx.Document(BytesIO(render_docx(template_sheet())))
    facts, materials, tools, scoring = document.tables
    facts.cell(0, 1).text, facts.cell(1, 1).text = NAME, MINUTES
    for table, supply in ((materials, ("45 钢", "Φ35×120", "1 件")), (tools, ("游标卡尺", "0–150", "1 把"))):
        for column, text in enumerate(supply, start=1):
            table.cell(1, column).text = text
    for line, score in enumerate(SCORES, start=1):
        for column, text in enumerate(score, start=1):
            scoring.cell(line, column).text = text
    for number, texts in TEXTS.items():
        for text in reversed(texts):
            add_below(heading(document, number), text)
    picture = add_below(heading(document, "七、"), "")
    picture.add_run().add_picture(BytesIO(drawing()), width=Mm(30))
    return document


def heading(document: Document, number: str) -> Paragraph:
    """Return the heading with a number, such as ``一、``."""
    return next(one for one in document.paragraphs if one.text.startswith(number))


def append(paragraph: Paragraph, element: Any) -> None:
    """Append XML to a paragraph."""
    inside: Any = paragraph._p
    inside.append(element)


def add_below(paragraph: Paragraph, text: str) -> Paragraph:
    """Add a paragraph below another one."""
    added = Paragraph(paragraph._p.makeelement(paragraph._p.tag), paragraph._parent)
    paragraph._p.addnext(added._p)
    added.add_run(text)
    return added


def removed(element: Any) -> None:
    """Take an element out of its document."""
    element.getparent().remove(element)


def saved(document: Document) -> bytes:
    """Return the document's file."""
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def document_with(*changes: Callable[[Document], object]) -> bytes:
    """Return the file of the filled template with changes made to it."""
    document = filled()
    for change in changes:
        change(document)
    return saved(document)


def task(
    actor: User, trade: Trade, *, level: int = 4, checker: User | None = None, **facts: Any
) -> PracticalTask:
    """Upload the filled template; with a `checker` it is handed in and approved."""
    content = facts.pop("content", None) or document_with()
    made = add_task(actor=actor, trade=trade, level=Level(level), content=content, at=clock.now(), **facts)
    if checker is None:
        return made
    perform(made, "submit", actor=actor)
    perform(made, "approve", actor=checker)
    made.refresh_from_db()
    assert made.status == ItemStatus.ACTIVE
    return made
