"""Certificates on paper."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Prefetch, prefetch_related_objects

from candidates.models import Upload, UploadKind
from certificates.models import Certificate
from documents.codes import code_url
from documents.ornament import ornament_url
from documents.pdf import render_html_pdf
from documents.sheets import date_in_words
from documents.watermarks import data_url, practice_mark, watermark_url

if TYPE_CHECKING:
    from documents.printed import Pdf

Progress = Callable[[int, int], None]
# Names of people and of stations that are longer are set smaller.
LONG_NAME, LONG_STATION = 10, 24


@dataclass(frozen=True, slots=True)
class Face:
    """What one certificate shows."""

    certificate: Certificate
    document_number: str
    photo: str
    code: str
    mark: str
    issued_on: str

    @property
    def long_name(self) -> bool:
        """Tell whether the holder's name needs smaller type."""
        return len(self.certificate.holder_name) > LONG_NAME

    @property
    def long_station(self) -> bool:
        """Tell whether the station's name needs smaller type."""
        return len(self.certificate.station_name) > LONG_STATION


def certificates_pdf(
    certificates: Sequence[Certificate], *, lookup_address: str, progress: Progress | None = None
) -> "Pdf":
    """Print certificates into one file, one a page, in the given order.

    Args:
        certificates: which; full document numbers are printed.
        lookup_address: the absolute address of the public lookup, for the QR codes.
        progress: told after each certificate how many of how many steps are done; printing is the last step.
    """
    photos = Prefetch("enrolment__uploads", Upload.objects.filter(kind=UploadKind.PHOTO))
    prefetch_related_objects(list(certificates), "enrolment", photos)
    faces = []
    for number, certificate in enumerate(certificates, start=1):
        faces.append(_face(certificate, lookup_address))
        if progress:
            progress(number, len(certificates) + 1)
    context = {
        "name": settings.CERTIFICATE_NAME,
        "issuer": settings.CERTIFICATE_ISSUER,
        "lookup_address": lookup_address,
        "ornament": ornament_url(),
        "marks": {face.mark: watermark_url(face.mark, landscape=True) for face in faces if face.mark},
        "faces": faces,
    }
    return render_html_pdf("certificates/certificate.html", context)


def lookup_code(lookup_address: str, number: str) -> str:
    """Return the QR code that leads to the lookup with the certificate's number filled in, as a data: URL."""
    return code_url(f"{lookup_address}?{urlencode({'number': number})}")


def _face(certificate: Certificate, lookup_address: str) -> Face:
    return Face(
        certificate=certificate,
        document_number=certificate.document_number,
        photo=_photo(certificate),
        code=lookup_code(lookup_address, certificate.number),
        mark=_mark(certificate),
        issued_on=date_in_words(certificate.issued_on),
    )


def _mark(certificate: Certificate) -> str:
    """Return what stands across the page: that it no longer counts, or that it is practice."""
    if not certificate.stands:
        return certificate.standing
    return practice_mark() or ""


def _photo(certificate: Certificate) -> str:
    """Return the holder's photo as a data: URL; of the uploads, the photo alone was fetched."""
    photo = next(iter(certificate.enrolment.uploads.all()), None)
    if photo is None:
        return ""
    with photo.file.open() as file:
        return data_url(file.read(), photo.content_type)
