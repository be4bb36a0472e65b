"""Small copies of stored pictures, for pages that show many."""

from io import BytesIO

from PIL import Image

from documents.pictures import Picture, picture_within

SIDE = 240  # pixels; twice what pages show, for screens with fine dots
MAX_BYTES = 40 * 1024


def thumbnail(content: bytes) -> Picture:
    """Return a small copy of a picture that the portal stored: decoded once already, and encoded anew."""
    with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as image:
        image.draft("RGB", (SIDE, SIDE))
        small = image.convert("RGB")
    small.thumbnail((SIDE, SIDE))
    return picture_within(small, max_bytes=MAX_BYTES)
