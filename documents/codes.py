"""QR codes: drawn for papers, and read from pictures of papers."""

from io import BytesIO

import segno
import zxingcpp
from PIL import Image, ImageFilter, ImageOps

BLUE, BLACK = "#16384d", "#000"
QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
PRINTED_POINTS = 10  # a module's points in a picture: sharp in print at 16 mm
LARGEST_FOR_DOUBLING = 1700  # pixels of the longer side; larger pictures have points enough


def code_url(address: str, *, dark: str = BLUE, border: int = 2) -> str:
    """Return the QR code that leads to `address`, as a data: URL; `border` in modules."""
    return str(_made(address).svg_data_uri(border=border, dark=dark))


def code_png(address: str) -> bytes:
    """Return the QR code that leads to `address` as a PNG without a border, for a white page."""
    out = BytesIO()
    _made(address).save(out, kind="png", scale=PRINTED_POINTS, border=0)
    return out.getvalue()


def _made(address: str) -> segno.QRCode:
    return segno.make(address, error="m", micro=False)


def read_codes(image: Image.Image) -> list[str]:
    """Return what the QR codes in a picture say, however it lies; nothing where none can be read.

    A picture that shows none at first is tried sharper, smoother and larger.
    """
    grey = image.convert("L")
    for attempt in (grey, *_variants(grey)):
        if found := _read(attempt):
            return found
    return []


def _variants(grey: Image.Image) -> list[Image.Image]:
    even = ImageOps.autocontrast(grey, cutoff=1)
    variants = [even.filter(ImageFilter.UnsharpMask(2, 150)), even.filter(ImageFilter.GaussianBlur(1.2))]
    if max(grey.size) <= LARGEST_FOR_DOUBLING:
        width, height = grey.size
        variants.append(even.resize((2 * width, 2 * height), Image.Resampling.BICUBIC))
    return variants


def _read(grey: Image.Image) -> list[str]:
    found = zxingcpp.read_barcodes(grey, formats=QR, try_invert=False)
    return [code.text for code in found if code.text]
