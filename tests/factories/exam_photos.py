"""Photographs of an exam as cameras and messengers leave them."""

from datetime import date
from functools import cache
from io import BytesIO

from PIL import ExifTags, Image

from tests.factories.exam import EXAM_DATE

PLACE = {1: "N", 2: (39.0, 54.0, 20.0), 3: "E", 4: (116.0, 23.0, 30.0)}


@cache
def photo(
    taken: date | None = EXAM_DATE,
    *,
    shade: int = 0,
    size: tuple[int, int] = (1200, 900),
    hour: str = "10:30:00",
    offset: str = "",
    kind: str = "JPEG",
) -> bytes:
    """A picture with its day, where there is one, and place in its EXIF notes; `shade` makes it another."""
    image = Image.new("RGB", size, (shade * 9 % 256, 120, 160))
    out = BytesIO()
    image.save(out, kind, exif=notes(taken, hour, offset))
    return out.getvalue()


def notes(taken: date | None, hour: str = "10:30:00", offset: str = "") -> Image.Exif:
    """The EXIF notes of a photograph taken in Beijing."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "PRACTICE"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(PLACE)
    if taken:
        detail = exif.get_ifd(ExifTags.IFD.Exif)
        detail[ExifTags.Base.DateTimeOriginal] = f"{taken:%Y:%m:%d} {hour}"
        if offset:
            detail[ExifTags.Base.OffsetTimeOriginal] = offset
    return exif


def noise(taken: date | None = EXAM_DATE, *, size: tuple[int, int] = (3600, 2700)) -> bytes:
    """A photograph of some 9 MB."""
    image = Image.merge("RGB", [Image.effect_noise(size, 60 + band) for band in range(3)])
    out = BytesIO()
    image.save(out, "JPEG", quality=94, exif=notes(taken))
    return out.getvalue()
