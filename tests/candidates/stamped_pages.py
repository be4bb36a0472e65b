"""Stamped forms as they come back from a class: scanned or photographed pages of printed forms."""

from collections.abc import Iterable
from io import BytesIO

from PIL import Image

from candidates.models import Enrolment
from candidates.sheets import personal_form
from documents.pdf import render_pdf
from documents.pdf_files import check_pdf
from documents.pdf_pages import page_pictures

ROOT = "https://portal.example.org/"


def pages_of(content: bytes) -> list[Image.Image]:
    """The pages of a PDF as the portal draws them."""
    return [page.convert("L") for page in page_pictures(content, pages=check_pdf(content)) if page]


def printed_all(enrolments: Iterable[Enrolment]) -> list[Image.Image]:
    """The printed forms, of one page each."""
    sheets = [personal_form(enrolment, root=ROOT) for enrolment in enrolments]
    return pages_of(render_pdf(sheets).content)


def printed(enrolment: Enrolment) -> Image.Image:
    """One printed form, of one page."""
    (page,) = printed_all([enrolment])
    return page


def scanned(pages: Iterable[Image.Image]) -> bytes:
    """Pages as an office scanner's PDF."""
    first, *others = [page.convert("RGB") for page in pages]
    out = BytesIO()
    first.save(out, "PDF", save_all=True, append_images=others, resolution=200, quality=70)
    return out.getvalue()


def skewed(page: Image.Image, degrees: float) -> Image.Image:
    """A page that lay askew on the glass."""
    return page.rotate(degrees, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)


def photographed(page: Image.Image, *, quality: int = 60) -> bytes:
    """A page photographed by hand at an angle, in poor light, as a phone's JPEG."""
    width, height = page.size
    room = Image.new("L", (width + 400, height + 400), 90)
    room.paste(page.point(lambda tone: 40 + tone * 3 // 4), (200, 200))
    corners = (120, 60, 60, height + 330, width + 390, height + 250, width + 250, 150)
    tilted = room.transform((1800, 2400), Image.Transform.QUAD, corners, Image.Resampling.BICUBIC)
    noise = Image.effect_noise(tilted.size, 40)
    out = BytesIO()
    Image.blend(tilted, noise, 0.2).convert("RGB").save(out, "JPEG", quality=quality)
    return out.getvalue()


def uncoded() -> bytes:
    """A picture of a page with writing and without a code."""
    page = Image.new("L", (827, 1169), 255)
    page.paste(0, (100, 100, 700, 130))
    out = BytesIO()
    page.save(out, "JPEG")
    return out.getvalue()
