"""Word documents that won't do."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.factories.tasks import add_below, append, document_with, heading

DOCUMENT, TYPES = "word/document.xml", "[Content_Types].xml"
RELATIONS, SETTINGS = "word/_rels/document.xml.rels", "word/_rels/settings.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FIELD = '<w:r {ns}><w:instrText xml:space="preserve">{text}</w:instrText></w:r>'


def part(content: bytes, name: str) -> bytes:
    """Return one part of a document."""
    with ZipFile(BytesIO(content)) as archive:
        return archive.read(name)


def repacked(content: bytes, parts: dict[str, bytes]) -> bytes:
    """Return the document with parts added or replaced."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as archive, ZipFile(out, "w", ZIP_DEFLATED) as new:
        held = {name: archive.read(name) for name in archive.namelist()}
        for name, body in (held | parts).items():
            new.writestr(name, body)
    return out.getvalue()


def good_with(parts: dict[str, bytes]) -> bytes:
    """Return the filled template with parts added or replaced."""
    return repacked(document_with(), parts)


def replaced(name: str, old: bytes, new: bytes) -> bytes:
    """Return the filled template with bytes of one part replaced."""
    content = document_with()
    body = part(content, name)
    assert old in body
    return repacked(content, {name: body.replace(old, new)})


def related(kind: str, target: str, *, mode: str = ' TargetMode="External"', name: str = RELATIONS) -> bytes:
    """Return the filled template with one more relationship."""
    one = f'<Relationship Id="rX" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'
    if name == RELATIONS:
        return replaced(RELATIONS, b"</Relationships>", f"{one}</Relationships>".encode())
    whole = f'<?xml version="1.0"?><Relationships xmlns="{PACKAGE}">{one}</Relationships>'
    return good_with({name: whole.encode()})


def with_run(xml: str) -> bytes:
    """Return the filled template with XML in a paragraph of its requirements."""

    def put(document: Document) -> None:
        paragraph = add_below(heading(document, "一、"), "见图")
        append(paragraph, parse_xml(xml))

    return document_with(put)


def with_field(*texts: str) -> bytes:
    """Return the filled template with a field whose instruction comes in pieces."""

    def put(document: Document) -> None:
        paragraph = add_below(heading(document, "一、"), "见图")
        for text in texts:
            append(paragraph, parse_xml(FIELD.format(ns=nsdecls("w"), text=text)))

    return document_with(put)


def cell(table: int, row: int, column: int, text: str) -> Callable[[Document], None]:
    """Return the change of one cell."""

    def put(document: Document) -> None:
        document.tables[table].cell(row, column).text = text

    return put
