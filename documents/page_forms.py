"""Pages of a finished PDF as forms: whole pictures of pages that can be laid onto other pages.

A form draws what a viewer shows of its page: cut to the visible box, turned upright, with the appearances of
its annotations. Whatever state a page's own commands leave behind ends with the form. Text stays text.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, FloatObject, NameObject

from documents.page_notes import notes_of
from documents.page_places import Box, Matrix, common, is_empty, upright
from documents.pdf_files import BROKEN
from documents.printed import PaperError

LAYERS = "/OCProperties"
QUARTER = 90  # degrees


@dataclass(frozen=True, slots=True)
class PageForm:
    """A page's picture, held by the document that is being written.

    Attributes:
        form: the form, a reference into that document.
        width: of the upright page, in points.
        height: of the upright page, in points.
    """

    form: Any
    width: float
    height: float


def forms_of(content: bytes, *, within: PdfWriter) -> list[PageForm]:
    """Return the pages of a PDF as forms of the document `within`.

    Raises:
        PaperError: the file is damaged, or a page has no size.
    """
    try:
        return list(_forms(PdfReader(BytesIO(content)), within))
    except BROKEN as error:
        raise PaperError(f"The PDF cannot be laid out: {error}") from error


def add_page(
    writer: PdfWriter, size: tuple[float, float], *, commands: bytes, resources: DictionaryObject
) -> None:
    """Add a page of a size in points that is drawn by `commands`."""
    page = writer.add_blank_page(*size)
    page[NameObject("/Resources")] = resources
    page[NameObject("/Contents")] = _added(writer, _stream(commands))


def drawn(name: str, matrix: Matrix) -> bytes:
    """Return the commands that draw the form `name` with its points moved by `matrix`."""
    return b"q %s cm /%s Do Q\n" % (as_numbers(matrix), name.encode())


def as_numbers(matrix: Matrix) -> bytes:
    """Return a matrix as a content stream writes it."""
    return " ".join(f"{number:.5f}" for number in matrix).encode()


def named(forms: dict[str, Any]) -> DictionaryObject:
    """Return resources in which `forms` have these names."""
    names = DictionaryObject({NameObject(f"/{name}"): form for name, form in forms.items()})
    return DictionaryObject({NameObject("/XObject"): names})


def written(writer: PdfWriter) -> bytes:
    """Return the document as a file."""
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def _forms(reader: PdfReader, writer: PdfWriter) -> Iterator[PageForm]:
    if LAYERS in reader.root_object:
        # Which layers are hidden is said once for the document.
        layers = reader.root_object[LAYERS].clone(writer)
        writer.root_object[NameObject(LAYERS)] = layers
    for page in reader.pages:
        yield _upright_form(page, writer)


def _upright_form(page: PageObject, writer: PdfWriter) -> PageForm:
    box = _visible(page)
    matrix, width, height = upright(box, _turned(page))
    forms = {"Page": _inner_form(page, writer, box)}
    commands = b"q %s cm\n/Page Do\n" % as_numbers(matrix)
    for place, (look, where) in enumerate(notes_of(page)):
        forms[f"Note{place}"] = look.clone(writer).indirect_reference
        commands += drawn(f"Note{place}", where)
    form = _form(commands + b"Q", box=(0, 0, width, height), resources=named(forms))
    return PageForm(_added(writer, form), width, height)


def _inner_form(page: PageObject, writer: PdfWriter, box: Box) -> Any:
    contents = page.get_contents()
    held = page.get("/Resources")
    resources = held.get_object().clone(writer) if held is not None else DictionaryObject()
    form = _form(b"" if contents is None else contents.get_data(), box=box, resources=resources)
    if "/Group" in page:
        form[NameObject("/Group")] = page["/Group"].clone(writer)
    return _added(writer, form)


def _form(commands: bytes, *, box: Box, resources: Any) -> Any:
    form = _stream(commands)
    form[NameObject("/Type")] = NameObject("/XObject")
    form[NameObject("/Subtype")] = NameObject("/Form")
    form[NameObject("/BBox")] = ArrayObject([FloatObject(round(number, 5)) for number in box])
    form[NameObject("/Resources")] = resources
    return form


def _stream(commands: bytes) -> Any:
    stream = DecodedStreamObject()
    stream.set_data(commands)
    return stream.flate_encode()


def _added(writer: PdfWriter, held: Any) -> Any:
    return writer._add_object(held)  # noqa: SLF001  pypdf has no public name for it


def _turned(page: PageObject) -> int:
    turned = int(page.rotation) % 360
    return turned if turned % QUARTER == 0 else 0


def _visible(page: PageObject) -> Box:
    """Return the part of a page that viewers show."""
    whole = _corners(page.mediabox)
    cut = common(whole, _corners(page.cropbox))
    box = whole if is_empty(cut) else cut
    if is_empty(box):
        raise PaperError("A page has no size.")
    return box


def _corners(box: Any) -> Box:
    left, bottom, right, top = map(float, box)
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)
