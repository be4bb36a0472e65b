"""Pictures that people upload: checked, decoded, turned upright, stripped of metadata and encoded anew.

What is stored is never what was sent: place data, thumbnails and anything hidden behind the picture are gone.
"""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from documents.cells import Photo
from documents.decoding import decoded_picture
from documents.upload_limits import size_problem
from ostami.problems import refuse_if

JPEG_QUALITY = 85
# Below the last the blocks of JPEG show; fewer pixels then look better than a lower quality.
QUALITIES = (JPEG_QUALITY, 75, 65)


@dataclass(frozen=True, slots=True)
class Picture:
    """A clean picture: the file, its media type and its size in pixels."""

    content: bytes
    content_type: str
    width: int
    height: int

    @property
    def suffix(self) -> str:
        """The file name's ending."""
        return ".png" if self.content_type == "image/png" else ".jpg"


def photo_within(content: bytes, *, width_mm: float, height_mm: float) -> Photo:
    """Return a stored picture as it prints in a place of that size: whole, not stretched."""
    with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as image:
        width, height = image.size
    scale = min(width_mm / width, height_mm / height)
    return Photo(content, round(width * scale, 1), round(height * scale, 1))


def clean_picture(
    content: bytes, *, max_bytes: int, clause: str = "", stored_max: int | None = None
) -> Picture:
    """Return the picture in the file `content`, encoded anew.

    Args:
        content: the file as it was sent.
        max_bytes: how large the file may be.
        clause: the guide's clause that sets this limit, where one does.
        stored_max: how many bytes the new file may have: the picture is shrunk to it, and always a JPEG.

    Raises:
        BlockedError: the file is empty, too large, no JPEG or PNG, damaged, or has too many pixels.
    """
    problem = size_problem(len(content), max_bytes=max_bytes, clause=clause)
    refuse_if([problem] if problem else [])
    image, kind = decoded_picture(content)
    if stored_max is None:
        return _encoded(image, kind)
    return picture_within(image, max_bytes=stored_max)


def picture_within(image: Image.Image, *, max_bytes: int) -> Picture:
    """Return the picture as a JPEG of at most `max_bytes`, a kilobyte at least: coarser, then smaller."""
    while True:
        for quality in QUALITIES:
            picture = _encoded(image, "JPEG", quality)
            if len(picture.content) <= max_bytes:
                return picture
        width, height = (max(1, side * 3 // 4) for side in image.size)
        image = image.resize((width, height), Image.Resampling.LANCZOS)


def _encoded(image: Image.Image, kind: str, quality: int = JPEG_QUALITY) -> Picture:
    out = BytesIO()
    if kind == "PNG":
        image.save(out, "PNG", optimize=True)
    else:
        image.save(out, "JPEG", quality=quality)
    return Picture(out.getvalue(), f"image/{kind.lower()}", *image.size)
