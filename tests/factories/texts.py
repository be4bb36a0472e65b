"""Public texts, written through the desk's own verbs."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from docx import Document
from openpyxl import Workbook
from pypdf import PdfWriter

from accounts.models import User
from ostami import clock
from portal.models import PublicText, TextKind
from portal.texts.lifecycle import Showing
from portal.texts.writing import TextFacts, add_version, new_notice
from stations.services.files import SentFile
from workflow.lifecycle import perform

BODY = "各考试站：\n\n请按时报名。"


def facts(title: str = "报名通知", body: str = BODY, **more: Any) -> TextFacts:
    return TextFacts(title, "", body, **more)


def draft(
    actor: User, title: str = "报名通知", body: str = BODY, files: Sequence[SentFile] = ()
) -> PublicText:
    return new_notice(facts=facts(title, body, files=files), actor=actor, at=clock.now())


def published(
    actor: User,
    title: str = "报名通知",
    body: str = BODY,
    *,
    files: Sequence[SentFile] = (),
    shown_from: date | None = None,
    shown_until: date | None = None,
    pinned: bool = False,
) -> PublicText:
    showing = Showing(shown_from or clock.today(), shown_until, pinned)
    return perform(draft(actor, title, body, files), "publish", actor=actor, showing=showing)


def page(slug: str, body: str, title: str = "办事须知") -> PublicText:
    made = PublicText.objects.create(kind=TextKind.PAGE, slug=slug, status="published", published_number=1)
    add_version(made, facts(title, body), [], actor=None, at=clock.now())
    return made


def pdf(name: str = "报名表.pdf") -> SentFile:
    writer, file = PdfWriter(), BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(file)
    return SentFile(name, file.getvalue())


def docx(name: str = "登记表.docx") -> SentFile:
    file = BytesIO()
    document = Document()
    document.add_paragraph("登记表")
    document.save(file)
    return SentFile(name, file.getvalue())


def xlsx(name: str = "汇总表.xlsx") -> SentFile:
    file = BytesIO()
    Workbook().save(file)
    return SentFile(name, file.getvalue())


def with_part(file: SentFile, part: str) -> SentFile:
    """Return an Office file that holds one more part."""
    content = BytesIO(file.content)
    with ZipFile(content, "a") as archive:
        archive.writestr(part, b"\0" * 20)
    return SentFile(file.name, content.getvalue())
