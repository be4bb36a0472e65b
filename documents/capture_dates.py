"""The day on which a camera took a picture, read before the picture's metadata are stripped."""

from datetime import date, datetime
from io import BytesIO

from PIL import ExifTags, Image

from documents.decoding import BROKEN, TOO_LARGE_TO_OPEN
from ostami.clock import SHANGHAI

WRITTEN = "%Y:%m:%d %H:%M:%S"
LENGTH = len("2026:09:01 12:00:00")


def captured_on(content: bytes) -> date | None:
    """Return the day in Shanghai on which the picture was taken, by its EXIF field DateTimeOriginal.

    Cameras that note their offset from UTC are read by it; of others the day is taken as it is written.

    Args:
        content: a JPEG or PNG file as it was sent.

    Returns:
        The day, or None where the file tells none that can be read.
    """
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as image:
            notes = Image.Exif()
            notes.load(image.info.get("exif") or b"")
        return _day(notes.get_ifd(ExifTags.IFD.Exif))
    except (*TOO_LARGE_TO_OPEN, *BROKEN):
        return None


def _day(notes: dict[int, object]) -> date | None:
    written = _text(notes.get(ExifTags.Base.DateTimeOriginal))[:LENGTH]
    offset = _text(notes.get(ExifTags.Base.OffsetTimeOriginal))
    try:
        return datetime.strptime(written + offset, f"{WRITTEN}%z").astimezone(SHANGHAI).date()
    except ValueError:
        return datetime.strptime(written, WRITTEN).replace(tzinfo=SHANGHAI).date()


def _text(value: object) -> str:
    text = value.decode("ascii", "ignore") if isinstance(value, bytes) else str(value or "")
    return text.strip(" \0")
