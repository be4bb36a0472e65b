"""Candidates' photos, small enough that a sheet of many stays light."""

from collections.abc import Iterable
from io import BytesIO

from django.db.models import Prefetch, prefetch_related_objects
from PIL import Image

from candidates.models import Enrolment, Upload, UploadKind
from documents.watermarks import data_url

# Sharp at 25 × 35 mm, the size on a ticket.
LARGEST = (250, 350)
QUALITY = 80


def with_photos(enrolments: Iterable[Enrolment]) -> list[Enrolment]:
    """Read the photos' rows, and no other upload's, of all the enrolments at once."""
    rows = list(enrolments)
    photos = Upload.objects.filter(kind=UploadKind.PHOTO)
    prefetch_related_objects(rows, Prefetch("uploads", photos, to_attr="portraits"))
    return rows


def portrait_url(enrolment: Enrolment) -> str:
    """Return the photo of an enrolment read by `with_photos`, as a data: URL; empty where there is none."""
    found: list[Upload] = enrolment.portraits  # type: ignore[attr-defined]  # prefetched
    if not found:
        return ""
    with found[0].file.open() as file:
        return data_url(_small(file.read()), "image/jpeg")


def _small(content: bytes) -> bytes:
    out = BytesIO()
    with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as image:
        picture = image.convert("RGB")
    picture.thumbnail(LARGEST, Image.Resampling.LANCZOS)
    picture.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
