"""The Word file that sheets are written into: A4, Chinese fonts, no spacing of its own."""

from datetime import UTC

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENTATION
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from documents.form_sheets import TEXT_PT, FormSheet
from ostami import clock

# The file is edited in Word or WPS, where 宋体 is always present and rare characters come from SimSun-ExtB;
# the PDFs' own font is unknown there and would be replaced by whatever comes first.
CHINESE_FONT = "宋体"
LATIN_FONT = "Times New Roman"
CORE_PROPERTY_MAX = 255
A4_MM = (210, 297)
TOP_MM, SIDE_MM, BOTTOM_MM = 20, 18, 18


def new_document(title: str) -> Document:
    """Return an empty Chinese A4 document called `title`."""
    document = docx.Document()
    _set_defaults(document)
    properties = document.core_properties
    properties.title, properties.language = title[:CORE_PROPERTY_MAX], "zh-CN"
    properties.author = properties.comments = ""
    properties.created = properties.modified = clock.now().astimezone(UTC)
    return document


def _set_defaults(document: Document) -> None:
    """Set fonts, size, language and spacing for everything in the document."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    (fonts,) = defaults.iter(qn("w:rFonts"))
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{script}"), LATIN_FONT)
    fonts.set(qn("w:eastAsia"), CHINESE_FONT)
    (language,) = defaults.iter(qn("w:lang"))
    language.set(qn("w:eastAsia"), "zh-CN")
    theme = document.settings.element.find(qn("w:themeFontLang"))
    theme.set(qn("w:eastAsia"), "zh-CN")
    normal = document.styles["Normal"]
    normal.font.size = Pt(TEXT_PT)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.0


def set_paper(section: Section, sheet: FormSheet) -> float:
    """Make the section's paper that of `sheet`; return the width in mm between its margins."""
    width, height = sorted(A4_MM, reverse=sheet.landscape)
    section.orientation = WD_ORIENTATION.LANDSCAPE if sheet.landscape else WD_ORIENTATION.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.left_margin = section.right_margin = Mm(SIDE_MM)
    section.top_margin, section.bottom_margin = Mm(TOP_MM), Mm(BOTTOM_MM)
    section.header_distance = section.footer_distance = Mm(9)
    return width - 2 * SIDE_MM


def shrink(paragraph: Paragraph) -> Paragraph:
    """Make an empty paragraph, which Word demands beside tables, as good as invisible."""
    paragraph.paragraph_format.line_spacing = Pt(1)
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)
    paragraph.add_run().font.size = Pt(1)
    return paragraph


def child(parent: BaseOxmlElement, tag: str, **attributes: str) -> BaseOxmlElement:
    """Append an element of Word's namespace to `parent` and return it."""
    element: BaseOxmlElement = parent.makeelement(qn(f"w:{tag}"))
    for name, held in attributes.items():
        element.set(qn(f"w:{name}"), held)
    parent.append(element)
    return element
