"""The QR code in the upper right corner of every page in Word, lying over the page beside its text."""

from io import BytesIO

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Mm

from documents.codes import code_png

SIDE_MM, TOP_MM, EDGE_MM = 16, 5, 18
PAGE_TOP_MM = 24  # the text begins below the code
# Word places a picture freely only by an anchor, which python-docx doesn't make: it takes over what the
# picture in a line of text holds.
ANCHOR = """
<wp:anchor {namespaces} distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2"
 behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">
<wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="page"><wp:posOffset>{left}</wp:posOffset></wp:positionH>
<wp:positionV relativeFrom="page"><wp:posOffset>{top}</wp:posOffset></wp:positionV>
<wp:extent cx="{side}" cy="{side}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>
</wp:anchor>
"""


def put_code(section: Section, address: str) -> None:
    """Put the QR code that leads to `address` into the header of a section whose paper is set."""
    section.top_margin, side = Mm(PAGE_TOP_MM), Mm(SIDE_MM)
    head = section.header.paragraphs[0]
    head.paragraph_format.right_indent = Mm(SIDE_MM + 2)
    run = head.add_run()
    run.add_picture(BytesIO(code_png(address)), width=side, height=side)
    (line,) = run._r.iter(qn("wp:inline"))  # noqa: SLF001  see ANCHOR
    anchor = parse_xml(
        ANCHOR.format(
            namespaces=nsdecls("wp"),
            left=(section.page_width or 0) - Mm(EDGE_MM) - side,
            top=Mm(TOP_MM),
            side=side,
        )
    )
    anchor.extend([held for held in line if held.tag not in {qn("wp:extent"), qn("wp:effectExtent")}])
    line.getparent().replace(line, anchor)
