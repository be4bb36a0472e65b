"""Sheets and free layouts as PDF."""

from collections.abc import Mapping, Sequence

from django.template.loader import render_to_string

from documents.pages import cell_heights, print_sheets
from documents.printed import PaperError, Pdf
from documents.sheets import Sheet, as_forms

__all__ = ["PaperError", "Pdf", "render_html_pdf", "render_pdf"]


def render_pdf(sheets: Sheet | Sequence[Sheet]) -> Pdf:
    """Print sheets into one document, each from a new page, with their fonts embedded.

    Raises:
        PaperError: a picture cannot be read.
    """
    forms = as_forms(sheets)
    printed = print_sheets(forms)
    context = {
        "title": forms[0].plain_title if forms else "",
        "styles": list(dict.fromkeys(sheet.page for sheet in printed)),
        "heights": cell_heights(printed),
        "sheets": printed,
    }
    return render_html_pdf("documents/sheets.html", context)


def render_html_pdf(template_name: str, context: Mapping[str, object]) -> Pdf:
    """Print a page template of free layout (a certificate) with the same fonts, fetcher and tofu watch.

    The template is a whole HTML document; what it loads is a data: URL or ``print:<path under templates/>``.

    Raises:
        PaperError: the template asks for any other URL, or something in it cannot be read.
    """
    from documents.press import print_html  # noqa: PLC0415  WeasyPrint loads for 0.6 s; most commands never print

    return print_html(render_to_string(template_name, dict(context)))
