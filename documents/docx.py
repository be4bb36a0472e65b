"""Sheets as a Word document, to edit offline."""

from collections.abc import Sequence
from io import BytesIO

from docx.document import Document
from docx.text.paragraph import Paragraph

from documents.docx_base import new_document, set_paper, shrink
from documents.docx_corner import put_code
from documents.docx_marks import mark_pages
from documents.docx_pages import SheetWriter
from documents.form_sheets import FormSheet
from documents.sheets import Sheet, as_forms


def render_docx(sheets: Sheet | Sequence[Sheet]) -> bytes:
    """Write sheets into one A4 document with the same cells as the PDF, each from a new page."""
    forms = as_forms(sheets)
    document = new_document(forms[0].plain_title if forms else "")
    for number, form in enumerate(forms):
        _write_sheet(document, form, number)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _write_sheet(document: Document, form: FormSheet, number: int) -> None:
    """Write a sheet as a section of its own: each may lie differently and carry its own mark."""
    if number:
        document.add_section()
        shrink(Paragraph(document.element.body.p_lst[-1], document))
    section = document.sections[-1]
    mark_pages(section, form, number=number)
    width_mm = set_paper(section, form)
    if form.address:
        put_code(section, form.address)
    SheetWriter(document, form, width_mm=width_mm).write()
    if form.blocks and form.blocks[-1] in form.grids:
        shrink(document.add_paragraph())
