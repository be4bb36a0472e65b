"""Readers of printed papers, independent of the code that prints them."""

import re
import subprocess
import zlib
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import docx
from docx.document import Document
from docx.table import Table
from openpyxl import Workbook, load_workbook
from PIL import Image

from documents.sheets import Cover, Fields, FormSheet, Grid, Heading, Text


def run(tool: str, content: bytes, *options: str) -> str:
    """Return what a poppler tool prints about a PDF."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "paper.pdf")
        file.write_bytes(content)
        output = ["-"] if tool == "pdftotext" else []
        command = [tool, *options, str(file), *output]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603


def pdf_text(content: bytes, *options: str) -> str:
    """Return a PDF's text, laid out as on the page where no options say otherwise."""
    return run("pdftotext", content, *(options or ("-layout",)))


def pdf_pages(content: bytes) -> list[str]:
    """Return a PDF's text page by page, in the order in which it was printed."""
    return pdf_text(content, "-raw").split("\f")[:-1]


def pdf_fonts(content: bytes) -> set[str]:
    """Return the names of a PDF's fonts without their subset tag; every one must be an embedded subset."""
    lines = run("pdffonts", content).splitlines()[2:]
    assert all(re.search(r" yes yes yes ", line) for line in lines)
    return {line.split()[0].split("+")[1] for line in lines}


def pdf_objects(content: bytes) -> bytes:
    """Return what a PDF's compressed object streams hold."""
    streams = re.findall(rb"/Type /ObjStm.*?stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    return b"".join(zlib.decompress(stream) for stream in streams)


def pdf_page_sizes(content: bytes) -> list[str]:
    """Return the pages' sizes in points."""
    return re.findall(r"size:\s+(\S+ x \S+)", run("pdfinfo", content, "-f", "1", "-l", "99"))


def page_image(content: bytes) -> Image.Image:
    """Return the first page as a grey picture at 100 dots an inch."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "paper.pdf")
        file.write_bytes(content)
        command = ["pdftoppm", "-r", "100", "-gray", "-singlefile", str(file), str(file.with_suffix(""))]
        subprocess.run(command, check=True)  # noqa: S603
        return Image.open(BytesIO(file.with_suffix(".pgm").read_bytes()))


def squeezed(text: str) -> str:
    """Return `text` without white space, which a line break in a cell adds."""
    return re.sub(r"\s", "", text)


def strings_of(sheet: FormSheet) -> list[str]:
    """Return every string that a sheet prints, in reading order."""
    title = [] if sheet.has_cover else [sheet.code, sheet.title, *sheet.subtitle]
    return [*title, *(text for block in sheet.blocks for text in _block_strings(sheet, block))]


def _block_strings(sheet: FormSheet, block: object) -> list[str]:
    match block:
        case Grid():
            return [text for line in block.texts() for text in line]
        case Cover():
            return [sheet.title, *(field.printed for field in block.fields), block.foot]
        case Fields():
            return [field.printed for field in block.fields]
        case Heading() | Text():
            return [block.text]
    return []


def open_docx(content: bytes) -> Document:
    """Return a Word file as python-docx reads it."""
    return docx.Document(BytesIO(content))


def table_texts(table: Table) -> list[list[str]]:
    """Return a Word table's texts row by row, a merged cell once, where it begins."""
    seen: set[object] = set()
    rows = []
    for row in table.rows:
        new = [cell for cell in dict.fromkeys(row.cells) if cell._tc not in seen]
        new = list({cell._tc: cell for cell in new}.values())
        seen.update(cell._tc for cell in new)
        rows.append([cell.text for cell in new])
    return rows


def open_xlsx(content: bytes) -> Workbook:
    """Return a workbook as openpyxl reads it."""
    return load_workbook(BytesIO(content))


def first_tab(content: bytes) -> Any:
    """Return a workbook's first tab; Any, since the library's types doubt that there is one."""
    return open_xlsx(content).active
