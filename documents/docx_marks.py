"""What stands on every page of a sheet in Word: the mark of practice papers, and the footer."""

from html import escape

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Pt, RGBColor

from documents.docx_base import CHINESE_FONT
from documents.form_sheets import FormSheet

NOTE_PT = 9
MARK_CHARACTER_PT, MARK_LENGTH_PT = 200, 480
# The shape that Word itself draws for a text watermark, under the name by which its menu removes one.
MARK = """
<w:r {word}>
<w:pict xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">
<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"
 path="m@7,l@8,m@5,21600l@6,21600e">
<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/>
<v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>
<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>
<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/>
</v:shapetype>
<v:shape id="PowerPlusWaterMarkObject{number}" type="#_x0000_t136" fillcolor="#d9d9d9" stroked="f"
 o:allowincell="f" style="position:absolute;width:{width}pt;height:{height}pt;rotation:320;
z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;
mso-position-vertical:center;mso-position-vertical-relative:margin">
<v:fill opacity=".4"/>
<v:textpath style="font-family:'{font}';font-size:1pt;font-weight:bold" string="{text}"/>
</v:shape></w:pict></w:r>
"""


def mark_pages(section: Section, sheet: FormSheet, *, number: int) -> None:
    """Give the section the sheet's mark and footer; empty ones where the sheet has none."""
    for part, text in ((section.header, sheet.watermark), (section.footer, sheet.footer)):
        part.is_linked_to_previous = False
        run = part.paragraphs[0].add_run(text or "")
        run.font.size = Pt(NOTE_PT)
        run.font.color.rgb = RGBColor(0x77, 0x77, 0x77)
    section.header.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    section.footer.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    if sheet.watermark:
        section.header.paragraphs[0]._p.append(_mark(sheet.watermark, number))  # noqa: SLF001  no API for shapes


def _mark(text: str, number: int) -> BaseOxmlElement:
    size = min(MARK_CHARACTER_PT, MARK_LENGTH_PT / len(text))
    return parse_xml(
        MARK.format(
            word=nsdecls("w"),
            number=number,
            width=round(size * len(text)),
            height=round(size),
            font=CHINESE_FONT,
            text=escape(text),
        )
    )
