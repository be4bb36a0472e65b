"""Certificates on paper."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse

from candidates.models import Upload, UploadKind
from certificates.models import Certificate
from documents.codes import code_url
from documents.ornament import ornament_url
from documents.pdf import render_html_pdf
from documents.sheets import date_in_words
from documents.watermarks import data_url, practice_mark, watermark_url
from scope_catalog.choices import Scheme

if TYPE_CHECKING:
    from documents.printed import Pdf

Progress = Callable[[int, int], None]
TEMPLATES = {
    Scheme.ABILITY.value: "certificates/certificate.html",
    Scheme.SKILL_LEVEL.value: "certificates/certificate_skill_level.html",
}
# The national rule fixes the name (人社鉴发〔2021〕1号); no certificate of the ability scheme bears it.
SKILL_CERTIFICATE_NAME = "职业技能等级证书"
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
    note: str = ""

    @property
    def long_name(self) -> bool:
        """Tell whether the holder's name needs smaller type."""
        return len(self.certificate.holder_name) > LONG_NAME

    @property
    def long_station(self) -> bool:
        """Tell whether the station's name needs smaller type."""
        return len(self.certificate.station_name) > LONG_STATION

    @property
    def long_body(self) -> bool:
        """Tell whether the evaluation body's name needs smaller type."""
        return len(self.certificate.evaluated_by) > LONG_STATION


def certificates_pdf(
    certificates: Sequence[Certificate],
    *,
    lookup_address: str,
    notes: Mapping[int, str] | None = None,
    progress: Progress | None = None,
) -> "Pdf":
    """Print certificates of one scheme into one file, one a page, in the given order.

    Args:
        certificates: which; full document numbers are printed.
        lookup_address: the absolute address of the public lookup; the QR codes lead to the same portal.
        notes: what stands on paper besides, by the certificate's key: that it replaces a lost one.
        progress: told after each certificate how many of how many steps are done; printing is the last step.

    Raises:
        ValueError: the certificates are of several schemes, each of which has a paper of its own.
    """
    schemes = {certificate.scheme for certificate in certificates} or {Scheme.ABILITY.value}
    (scheme,) = schemes
    faces = _faces(certificates, lookup_address, notes or {}, progress)
    context = {
        **_words(scheme),
        "lookup_address": lookup_address,
        "ornament": ornament_url(),
        "marks": {face.mark: watermark_url(face.mark, landscape=True) for face in faces if face.mark},
        "faces": faces,
    }
    return render_html_pdf(TEMPLATES[scheme], context)


def _words(scheme: str) -> dict[str, str]:
    """Return what stands on every certificate of a scheme, by the settings."""
    if scheme == Scheme.ABILITY:
        return {"name": settings.CERTIFICATE_NAME, "issuer": settings.CERTIFICATE_ISSUER}
    return {
        "name": SKILL_CERTIFICATE_NAME,
        "issuer": settings.SKILL_CERTIFICATE_ISSUER,
        "certificate_lookup": settings.SKILL_CERTIFICATE_LOOKUP,
        "body_lookup": settings.SKILL_BODY_LOOKUP,
    }


def _faces(
    certificates: Sequence[Certificate],
    lookup_address: str,
    notes: Mapping[int, str],
    progress: Progress | None,
) -> list[Face]:
    photos = Prefetch("enrolment__uploads", Upload.objects.filter(kind=UploadKind.PHOTO))
    prefetch_related_objects(list(certificates), "enrolment", photos)
    faces = []
    for number, certificate in enumerate(certificates, start=1):
        faces.append(_face(certificate, lookup_address, notes.get(certificate.pk, "")))
        if progress:
            progress(number, len(certificates) + 1)
    return faces


def token_address(lookup_address: str, token: str) -> str:
    """Return the absolute address to which a certificate's QR code leads, on the portal of the lookup."""
    return urljoin(lookup_address, reverse("certificates:token", kwargs={"token": token}))


def _face(certificate: Certificate, lookup_address: str, note: str) -> Face:
    return Face(
        certificate=certificate,
        document_number=certificate.document_number,
        photo=_photo(certificate),
        code=code_url(token_address(lookup_address, certificate.token)),
        mark=_mark(certificate),
        issued_on=date_in_words(certificate.issued_on),
        note=note,
    )


def _mark(certificate: Certificate) -> str:
    """Return what stands across the page: that it no longer counts, and that it is practice."""
    marks = ("" if certificate.stands else certificate.standing, practice_mark() or "")
    return " ".join(mark for mark in marks if mark)


def _photo(certificate: Certificate) -> str:
    """Return the holder's photo as a data: URL; of the uploads, the photo alone was fetched."""
    photo = next(iter(certificate.enrolment.uploads.all()), None)
    if photo is None:
        return ""
    with photo.file.open() as file:
        return data_url(file.read(), photo.content_type)
