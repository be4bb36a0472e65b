"""PDF files as people send them, good and bad."""

import zlib
from io import BytesIO
from typing import Any

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NullObject,
    StreamObject,
    TextStringObject,
)


def written(writer: PdfWriter) -> bytes:
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def pages(count: int = 1) -> PdfWriter:
    writer = PdfWriter()
    for _ in range(count):
        writer.add_blank_page(200, 300)
    return writer


def dictionary(**entries: object) -> DictionaryObject:
    """A dictionary of names and texts: ``S="/Launch"`` is a name, other strings are texts."""
    held = DictionaryObject()
    for key, value in entries.items():
        if isinstance(value, str):
            value = NameObject(value) if value.startswith("/") else TextStringObject(value)  # noqa: PLW2901
        held[NameObject(f"/{key}")] = value
    return held


def with_catalogue(**entries: object) -> bytes:
    """One page, and `entries` in the file's catalogue."""
    writer = pages()
    writer.root_object.update(dictionary(**entries))
    return written(writer)


def with_note(**entries: object) -> bytes:
    """One page with one annotation of `entries`."""
    writer = pages()
    note = dictionary(Type="/Annot", Rect=ArrayObject([NullObject()] * 4), **entries)
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])
    return written(writer)


def locked(password: str, owner: str | None = None) -> bytes:
    writer = pages()
    writer.encrypt(password, owner)
    return written(writer)


def with_attachment() -> bytes:
    writer = pages()
    writer.add_attachment("a.exe", b"MZ")
    return written(writer)


def packed(objects: bytes, count: int) -> bytes:
    """A PDF with `count` objects, each `objects`, in one packed stream; the catalogue names the first."""
    head = b" ".join(b"%d %d" % (100 + number, number * (len(objects) + 1)) for number in range(count)) + b" "
    stream = zlib.compress(head + (objects + b" ") * count)
    out = BytesIO(b"%PDF-1.7\n")
    out.seek(0, 2)
    places = {}
    for number, body in (
        (1, b"<</Type/Catalog/Pages 2 0 R/Held 100 0 R>>"),
        (2, b"<</Type/Pages/Count 1/Kids[3 0 R]>>"),
        (3, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"),
        (
            4,
            b"<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>stream\n%s\nendstream"
            % (count, len(head), len(stream), stream),
        ),
    ):
        places[number] = out.tell()
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    rows = [
        b"\1" + places[number].to_bytes(7, "big") if number in places else b"\0" * 8 for number in range(99)
    ]
    rows.append(b"\1" + start.to_bytes(7, "big"))
    rows += [b"\2" + (4).to_bytes(7, "big") for _ in range(count)]
    table = zlib.compress(b"".join(row + b"\0\0\0" for row in rows))
    out.write(
        b"99 0 obj\n<</Type/XRef/Size %d/W[1 7 3]/Root 1 0 R/Filter/FlateDecode/Length %d>>stream\n%s"
        b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % (100 + count, len(table), table, start)
    )
    return out.getvalue()


A4_SIZE = (595.0, 842.0)


def worded(*words: str, size: tuple[float, float] = A4_SIZE, **changed: Any) -> bytes:
    """A page for each of `words`, which stands in its lower left; `changed` are entries of every page."""
    writer = PdfWriter()
    font = writer._add_object(dictionary(Type="/Font", Subtype="/Type1", BaseFont="/Helvetica"))
    fonts = dictionary(Font=dictionary(F1=font))
    for word in words:
        page = writer.add_blank_page(*size)
        page[NameObject("/Resources")] = fonts
        page[NameObject("/Contents")] = writer._add_object(
            stream(b"BT /F1 24 Tf 60 90 Td (%s) Tj ET" % word.encode())
        )
        page.update(dictionary(**changed))
    return written(writer)


def stream(content: bytes, **entries: object) -> StreamObject:
    held = DecodedStreamObject()
    held.set_data(content)
    held.update(dictionary(**entries))
    return held


def numbers(*values: float) -> ArrayObject:
    return ArrayObject([FloatObject(value) for value in values])
